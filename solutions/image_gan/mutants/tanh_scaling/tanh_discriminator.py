"""tanh was put at the end of the discriminator too.

Message: make_image_discriminator should be a logit
Mistake: specification
With: small_discriminator
Change: layers.Dense(1) -> layers.Dense(1, activation="tanh")
"""
