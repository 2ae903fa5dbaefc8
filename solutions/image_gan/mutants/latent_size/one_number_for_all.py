"""Each point repeats one number for all of its latents.

Message: Draw each latent on its own
Mistake: understanding
Change: rng.standard_normal((n, latent_dim))
    -> np.repeat(rng.standard_normal((n, 1)), latent_dim, axis=1)
"""
