"""The numbers are put into 50 bins first.

Message: the distance should be
Mistake: understanding
"""


def wasserstein_1d(a, b):
    both = np.concatenate([a, b])
    edges = np.linspace(both.min(), both.max() + 1e-9, 51)
    share_a = np.cumsum(np.histogram(a, edges)[0]) / len(a)
    share_b = np.cumsum(np.histogram(b, edges)[0]) / len(b)
    return np.sum(np.abs(share_a - share_b)) * (edges[1] - edges[0])
