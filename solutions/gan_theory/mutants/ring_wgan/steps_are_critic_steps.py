"""steps counts the updates of the critic: the generator makes a third of them.

Message: changed 800 times
Mistake: understanding
Breaks: moves
Change train_ring_wgan: keras.utils.set_random_seed(seed) ->
    steps = max(50, steps // 3)
    keras.utils.set_random_seed(seed)
"""
