"""Numbers that come twice are counted once.

Message: The distance between [0, 0, 6]
Mistake: specification
"""


def wasserstein_1d(a, b):
    a, b = np.unique(a), np.unique(b)
    x = np.unique(np.concatenate([a, b]))
    share_a = np.searchsorted(a, x[:-1], side="right") / len(a)
    share_b = np.searchsorted(b, x[:-1], side="right") / len(b)
    return np.sum(np.abs(share_a - share_b) * np.diff(x))
