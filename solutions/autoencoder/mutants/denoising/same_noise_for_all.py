"""All images get the same noise.

Message: Two images get the same noise
Mistake: specification
Change: noise = rng.normal(0, sigma, images.shape) -> noise = rng.normal(0, sigma, images.shape[1:])
"""
