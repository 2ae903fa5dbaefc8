"""The two sizes of the generator are swapped: it takes points and returns latents.

Message: should take latents of size 5, but takes (2,)
Mistake: specification
Change: (latent_dim,) -> (n_outputs,)
Change: layers.Dense(n_outputs) -> layers.Dense(latent_dim)
"""
