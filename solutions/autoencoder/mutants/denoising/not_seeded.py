"""Nothing is seeded.

Message: Start train_denoiser with
Mistake: specification
Change: keras.utils.set_random_seed(seed) -> pass
Change: rng = np.random.default_rng(seed) -> rng = np.random.default_rng()
"""
