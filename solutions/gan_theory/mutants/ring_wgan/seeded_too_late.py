"""The seed is set after the networks were made.

Message: before it makes the networks
Mistake: specification
Change train_ring_wgan: keras.utils.set_random_seed(seed) ->
Change train_ring_wgan: falling = keras.optimizers.schedules.CosineDecay ->
    keras.utils.set_random_seed(seed)
    falling = keras.optimizers.schedules.CosineDecay
"""
