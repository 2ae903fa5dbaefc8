"""One number for real and one for fake, as classifiers have them.

Message: should have shape (3, 1)
Mistake: specification
With: small_discriminator
Change: layers.Dense(1) -> layers.Dense(2)
"""
