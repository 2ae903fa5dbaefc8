"""The codes go through tanh.

Message: Codes may be any numbers
Mistake: specification
Change make_encoder: layers.Dense(latent_dim), -> layers.Dense(latent_dim, activation="tanh"),
"""
