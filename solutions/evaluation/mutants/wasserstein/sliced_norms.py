"""The points' lengths are compared; directions play no part.

Message: is 1.75, not
Mistake: understanding
"""


def sliced_wasserstein(a, b, directions):
    return wasserstein_1d(np.linalg.norm(a, axis=1), np.linalg.norm(b, axis=1))
