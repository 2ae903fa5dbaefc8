"""np.quantile interpolates between the numbers, and the stairs become slopes.

Message: the distance should be
Mistake: understanding
"""


def wasserstein_1d(a, b):
    share = (np.arange(1000) + 0.5) / 1000
    return np.mean(np.abs(np.quantile(a, share) - np.quantile(b, share)))
