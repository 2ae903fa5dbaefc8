"""Always 3000 steps; the argument is ignored.

Message: steps
Mistake: specification
With: training
Change: keras.utils.set_random_seed(seed) ->
    steps = 3000
    keras.utils.set_random_seed(seed)
"""
