"""There are always eight codes.

Message: should have shape (20, 3), but it has shape (20, 8)
Mistake: specification
Change make_encoder: layers.Dense(latent_dim), -> layers.Dense(8),
"""
