"""The codes go through a leaky ReLU.

Message: The codes of make_encoder should be linear
Mistake: specification
Change make_encoder: layers.Dense(latent_dim), ->
    layers.Dense(latent_dim),
    layers.LeakyReLU(0.2),
"""
