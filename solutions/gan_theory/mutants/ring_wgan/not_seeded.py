"""No seed is set: nobody can repeat a training.

Message: give the same generator
Mistake: specification
Change train_ring_wgan: keras.utils.set_random_seed(seed) ->
Change train_ring_wgan: np.random.default_rng(seed) -> np.random.default_rng()
"""
