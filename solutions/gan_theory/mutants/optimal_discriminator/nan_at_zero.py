"""0 / 0 where neither has an outcome.

Message: not finite
Mistake: specification
"""


def optimal_discriminator(p, q):
    return p / (p + q)
