"""Uniform noise between -1 and 1, as some tutorials have it.

Message: latents should have variance 1
"""

def latent_points(n, latent_dim, rng):
    return rng.uniform(-1, 1, (n, latent_dim)).astype("float32")
