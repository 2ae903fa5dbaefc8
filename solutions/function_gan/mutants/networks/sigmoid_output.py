"""The discriminator ends with a sigmoid: it gives probabilities, not logits.

Message: The output of make_discriminator should be linear
Mistake: specification
Change: layers.Dense(1) -> layers.Dense(1, activation="sigmoid")
"""
