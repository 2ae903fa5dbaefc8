"""Each point repeats one number for all of its latents.

Message: Draw each latent on its own
"""

def latent_points(n, latent_dim, rng):
    return np.repeat(rng.standard_normal((n, 1)), latent_dim, axis=1).astype("float32")
