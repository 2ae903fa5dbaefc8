"""sigma is taken for a variance.

Message: standard deviation near 0.1
Mistake: specification
Change: noise = rng.normal(0, sigma, images.shape) -> noise = rng.normal(0, sigma**0.5, images.shape)
"""
