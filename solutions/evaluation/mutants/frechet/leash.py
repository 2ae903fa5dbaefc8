"""The Fréchet distance of curves: the shortest leash of a walk along both.

Message: the distance is 9 + 1 = 10
Mistake: understanding
"""


def frechet_distance(mean1, cov1, mean2, cov2):
    first, second = np.vstack([mean1, cov1]), np.vstack([mean2, cov2])
    return max(np.linalg.norm(a - b) for a, b in zip(first, second))
