"""The seed is always 1.

Message: Two seeds give the same generator
Mistake: specification
Change train_ring_wgan: keras.utils.set_random_seed(seed) -> keras.utils.set_random_seed(1)
Change train_ring_wgan: np.random.default_rng(seed) -> np.random.default_rng(1)
"""
