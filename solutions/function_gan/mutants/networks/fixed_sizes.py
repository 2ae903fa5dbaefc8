"""The number of latents is written into the network; the argument is ignored.

Message: make_generator(latent_dim=7) should take latents of size 7
Mistake: specification
Change: (latent_dim,) -> (5,)
"""
