"""1 where real is more probable, otherwise 0.

Message: the best discriminator is
Mistake: specification
"""


def optimal_discriminator(p, q):
    return np.where(p > q, 1.0, np.where(p == q, 0.5, 0.0))
