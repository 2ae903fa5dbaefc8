"""Each row of an image gets one number.

Message: neighbouring columns is not independent
Mistake: understanding
Change: noise = rng.normal(0, sigma, images.shape) -> noise = rng.normal(0, sigma, (*images.shape[:2], 1))
"""
