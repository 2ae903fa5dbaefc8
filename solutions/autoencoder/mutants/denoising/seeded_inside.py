"""A new generator with a fixed seed draws the noise.

Message: A second call with the same rng gives the same noise
Mistake: specification
Change: noise = rng.normal(0, sigma, images.shape) -> noise = np.random.default_rng(0).normal(0, sigma, images.shape)
"""
