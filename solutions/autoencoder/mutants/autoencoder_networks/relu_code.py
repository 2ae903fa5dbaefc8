"""The codes go through a ReLU.

Message: Codes may be negative
Mistake: specification
Change make_encoder: layers.Dense(latent_dim), -> layers.Dense(latent_dim, activation="relu"),
"""
