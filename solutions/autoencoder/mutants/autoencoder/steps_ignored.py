"""There are always 240 steps.

Message: 100 and 200 steps give the same model
Mistake: specification
Change: rate = keras.optimizers ->
    steps = 240
    rate = keras.optimizers
"""
