"""NumPy's global random numbers; rng is not used.

Message: Take all random numbers from rng
"""

def latent_points(n, latent_dim, rng):
    return np.random.standard_normal((n, latent_dim)).astype("float32")
