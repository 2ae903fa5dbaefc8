"""Uniform noise with mean 0 and variance 1.

Message: not normally distributed
Mistake: specification
Change: rng.standard_normal((n, latent_dim)) -> (np.sqrt(12) * (rng.random((n, latent_dim)) - 0.5))
"""
