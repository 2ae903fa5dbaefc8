"""The noise is multiplied by the pixels, so black stays black.

Message: the noise depends on the pixels
Mistake: understanding
Change: noise = rng.normal(0, sigma, images.shape) -> noise = 2 * images * rng.normal(0, sigma, images.shape)
"""
