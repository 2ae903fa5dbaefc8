"""The discriminator gives one number for real and one for fake, as classifiers do.

Message: should give 1 numbers here, but it gives 2
Mistake: specification
Change: layers.Dense(1) -> layers.Dense(2)
"""
