"""Each image is made brighter or darker as a whole.

Message: nearly the same noise
Mistake: specification
Change: noise = rng.normal(0, sigma, images.shape) -> noise = rng.normal(0, sigma, (len(images), 1, 1))
"""
