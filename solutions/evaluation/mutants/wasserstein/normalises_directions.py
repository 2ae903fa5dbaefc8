"""The rows of directions are divided by their lengths in place.

Message: changes an array
Mistake: specification
"""


def sliced_wasserstein(a, b, directions):
    directions /= 2
    return np.mean([wasserstein_1d(a @ row, b @ row) for row in 2 * directions])
