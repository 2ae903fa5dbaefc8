"""The ratio of the two probabilities.

Message: the best discriminator
Mistake: specification
Change optimal_discriminator: both = p + q -> both = q
"""
