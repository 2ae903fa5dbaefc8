"""a.sort() sorts the array that it was given.

Message: changes an array
Mistake: specification
"""


def wasserstein_1d(a, b):
    a.sort()
    b.sort()
    x = np.sort(np.concatenate([a, b]))
    share_a = np.searchsorted(a, x[:-1], side="right") / len(a)
    share_b = np.searchsorted(b, x[:-1], side="right") / len(b)
    return np.sum(np.abs(share_a - share_b) * np.diff(x))
