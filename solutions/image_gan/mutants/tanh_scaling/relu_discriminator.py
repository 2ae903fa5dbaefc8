"""A ReLU at the end: no image can get a negative logit.

Message: make_image_discriminator should be a logit
Mistake: specification
With: small_discriminator
Change: layers.Dense(1), ->
    layers.Dense(1),
    layers.ReLU(),
"""
