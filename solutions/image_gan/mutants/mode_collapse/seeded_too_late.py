"""The seed is set after the networks were made: their weights depend on what was drawn before.

Message: before it makes the networks
Mistake: specification
Change train_ring_gan: keras.utils.set_random_seed(seed) ->
Change train_ring_gan: rate = keras.optimizers.schedules.CosineDecay(1e-2, steps, alpha=0.02) ->
    keras.utils.set_random_seed(seed)
    rate = keras.optimizers.schedules.CosineDecay(1e-2, steps, alpha=0.02)
"""
