"""The coordinates are compared one by one; directions play no part.

Message: dimensions and
Mistake: understanding
"""


def sliced_wasserstein(a, b, directions):
    return np.mean([wasserstein_1d(a[:, i], b[:, i]) for i in range(a.shape[1])])
