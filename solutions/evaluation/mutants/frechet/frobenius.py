"""The covariances are subtracted, and the squares of the differences added up.

Message: the distance is 9 + 1 = 10
Mistake: understanding
"""


def frechet_distance(mean1, cov1, mean2, cov2):
    return np.sum((mean1 - mean2) ** 2) + np.sum((cov1 - cov2) ** 2)
