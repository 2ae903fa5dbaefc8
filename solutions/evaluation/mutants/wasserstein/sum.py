"""The ways are added up: twice as many numbers are twice as far apart.

Message: the sum of the ways
Mistake: specification
"""


def wasserstein_1d(a, b):
    n = np.lcm(len(a), len(b))
    a, b = np.repeat(np.sort(a), n // len(a)), np.repeat(np.sort(b), n // len(b))
    return np.sum(np.abs(a - b)) * max(len(a), len(b)) / n
