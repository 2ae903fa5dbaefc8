"""Uniform noise between -1 and 1, as some tutorials have it.

Message: latents should have variance 1
Mistake: specification
Change: rng.standard_normal((n, latent_dim)) -> rng.uniform(-1, 1, (n, latent_dim))
"""
