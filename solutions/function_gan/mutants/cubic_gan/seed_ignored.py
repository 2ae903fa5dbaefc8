"""Always seed 1; the argument is ignored, so every training is the same one.

Message: seed
Mistake: specification
With: training
Change: keras.utils.set_random_seed(seed) -> keras.utils.set_random_seed(1)
Change: np.random.default_rng(seed) -> np.random.default_rng(1)
"""
