"""No noise is larger than sigma.

Message: standard deviation near 0.1
Mistake: specification
Change: noise = rng.normal(0, sigma, images.shape) -> noise = np.clip(rng.normal(0, sigma, images.shape), -sigma, sigma)
"""
