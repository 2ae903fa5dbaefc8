"""The difference of the means: a set that is only wider has distance 0.

Message: the difference of the means
Mistake: understanding
"""


def wasserstein_1d(a, b):
    return abs(a.mean() - b.mean())
