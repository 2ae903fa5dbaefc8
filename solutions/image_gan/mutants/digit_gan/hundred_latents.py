"""The default of latent_dim is 100.

Message: The generator should take latents of shape (n, 32)
Mistake: specification
Change: latent_dim=32 -> latent_dim=100
"""
