"""The number of latents is written into the network.

Message: should take latents of shape
Mistake: specification
With: small_generator
Change: (latent_dim,) -> (10,)
"""
