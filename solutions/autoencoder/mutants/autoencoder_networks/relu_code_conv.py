"""The codes of the convolutional encoder go through a ReLU.

Message: Codes may be negative
Mistake: specification
Change make_conv_encoder: layers.Dense(latent_dim), -> layers.Dense(latent_dim, activation="relu"),
"""
