"""Twice as many codes as asked for.

Message: should have shape (20, 8), but it has shape (20, 16)
Mistake: specification
Change make_encoder: layers.Dense(latent_dim), -> layers.Dense(2 * latent_dim),
Change make_decoder: keras.Input((latent_dim,)), -> keras.Input((2 * latent_dim,)),
"""
