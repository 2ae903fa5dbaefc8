"""Large latents are cut off at 2, as is done to get cleaner pictures.

Message: The latents
"""

def latent_points(n, latent_dim, rng):
    return np.clip(rng.standard_normal((n, latent_dim)), -2, 2).astype("float32")
