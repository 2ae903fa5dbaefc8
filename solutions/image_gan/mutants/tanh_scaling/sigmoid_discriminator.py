"""The discriminator gives probabilities, not logits.

Message: make_image_discriminator should be a logit
Mistake: specification
With: small_discriminator
Change: layers.Dense(1) -> layers.Dense(1, activation="sigmoid")
"""
