"""gankit's own function does the work, on points with these moments.

Message: should not call gankit.digits.frechet
Mistake: specification
"""


def frechet_distance(mean1, cov1, mean2, cov2):
    k = len(mean1)
    points = np.concatenate([np.eye(k), -np.eye(k)]) * np.sqrt(k)
    first, second = (points @ matrix_root(c) + m for m, c in [(mean1, cov1), (mean2, cov2)])
    return gankit.digits.frechet(first, second)
