"""A small number in the denominator.

Message: the best discriminator deviates
Mistake: understanding
"""


def optimal_discriminator(p, q):
    return (p + 0.5e-7) / (p + q + 1e-7)
