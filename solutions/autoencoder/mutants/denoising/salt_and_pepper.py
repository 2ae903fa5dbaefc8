"""Noise of two values with the right standard deviation.

Message: at 0, and as many at 1
Mistake: understanding
Change: noise = rng.normal(0, sigma, images.shape) -> noise = sigma * rng.choice([-1.0, 1.0], images.shape)
"""
