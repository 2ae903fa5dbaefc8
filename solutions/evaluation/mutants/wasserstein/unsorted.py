"""The numbers are paired as they come; where there are fewer, they are repeated.

Message: what comes out if the numbers are not sorted
Mistake: understanding
"""


def wasserstein_1d(a, b):
    n = np.lcm(len(a), len(b))
    return np.mean(np.abs(np.repeat(a, n // len(a)) - np.repeat(b, n // len(b))))
