"""The noise is never negative.

Message: mean near 0.5
Mistake: specification
Change: noise = rng.normal(0, sigma, images.shape) -> noise = np.abs(rng.normal(0, sigma, images.shape))
"""
