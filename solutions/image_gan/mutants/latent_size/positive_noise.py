"""Uniform noise between 0 and 1.

Message: latents should have mean 0
"""

def latent_points(n, latent_dim, rng):
    return rng.random((n, latent_dim)).astype("float32")
