"""NumPy's type float64.

Message: should have type float32
Mistake: specification
"""

def latent_points(n, latent_dim, rng):
    return rng.standard_normal((n, latent_dim))
