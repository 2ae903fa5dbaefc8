"""The sum is taken in place.

Message: changes an array
Mistake: understanding
"""


def optimal_discriminator(p, q):
    real = p.copy()
    p += q
    return np.where(p > 0, real / np.where(p > 0, p, 1), 0.5)
