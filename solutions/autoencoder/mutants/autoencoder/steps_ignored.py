"""There are always 2400 steps.

Message: 120 and 240 steps give the same model
Mistake: specification
Change: rate = keras.optimizers ->
    steps = 240
    rate = keras.optimizers
"""
