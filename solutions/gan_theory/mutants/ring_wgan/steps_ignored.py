"""It always makes 500 steps.

Message: steps give the same generator
Mistake: specification
Breaks: moves
Change train_ring_wgan: keras.utils.set_random_seed(seed) ->
    steps = 500
    keras.utils.set_random_seed(seed)
"""
