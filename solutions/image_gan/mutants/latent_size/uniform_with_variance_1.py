"""Uniform noise with mean 0 and variance 1.

Message: not normally distributed
"""

def latent_points(n, latent_dim, rng):
    return (np.sqrt(12) * (rng.random((n, latent_dim)) - 0.5)).astype("float32")
