"""What the longer array has more is cut off.

Message: The distance between [0] and [0, 1, 5] is 2
Mistake: specification
"""


def wasserstein_1d(a, b):
    n = min(len(a), len(b))
    return np.mean(np.abs(np.sort(a)[:n] - np.sort(b)[:n]))
