"""The root of the mean squared way, which is the distance W2.

Message: the root of the mean squared way
Mistake: understanding
"""


def wasserstein_1d(a, b):
    n = np.lcm(len(a), len(b))
    a, b = np.repeat(np.sort(a), n // len(a)), np.repeat(np.sort(b), n // len(b))
    return np.sqrt(np.mean((a - b) ** 2))
