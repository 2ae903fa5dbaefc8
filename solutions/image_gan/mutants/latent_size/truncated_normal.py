"""Large latents are cut off at 2, as is done to get cleaner pictures.

Message: The latents
Mistake: understanding
Change: rng.standard_normal((n, latent_dim)) -> np.clip(rng.standard_normal((n, latent_dim)), -2, 2)
"""
