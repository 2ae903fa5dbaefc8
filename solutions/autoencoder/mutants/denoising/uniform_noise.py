"""Uniform noise with the right standard deviation.

Message: it is not normal
Mistake: understanding
Change: noise = rng.normal(0, sigma, images.shape) -> noise = rng.uniform(-1, 1, images.shape) * sigma * 3**0.5
"""
