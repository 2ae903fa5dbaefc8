"""The standard deviation is sigma squared.

Message: standard deviation near 0.1
Mistake: specification
Change: noise = rng.normal(0, sigma, images.shape) -> noise = rng.normal(0, sigma**2, images.shape)
"""
