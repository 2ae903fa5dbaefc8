"""NumPy's global generator draws the noise.

Message: draw from rng only
Mistake: specification
Change: noise = rng.normal(0, sigma, images.shape) -> noise = np.random.normal(0, sigma, images.shape)
"""
