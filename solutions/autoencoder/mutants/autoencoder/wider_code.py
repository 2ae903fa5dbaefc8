"""Twice as many codes as asked for.

Message: the decoder codes of shape (n, 5)
Mistake: specification
Change: layers.Dense(latent_dim), -> layers.Dense(2 * latent_dim),
Change: keras.Input((latent_dim,)), -> keras.Input((2 * latent_dim,)),
"""
