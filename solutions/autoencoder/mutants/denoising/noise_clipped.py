"""The noise is clipped, and then the sum.

Message: do not have normal noise with this sigma
Mistake: understanding
Change: noise = rng.normal(0, sigma, images.shape) -> noise = np.clip(rng.normal(0, sigma, images.shape), -0.7, 0.7)
"""
