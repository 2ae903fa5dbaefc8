"""Distances from squares without a lower bound: rounding makes the root of a negative number.

Message: recall should be
Mistake: understanding
"""


def precision_recall(real, fake, k=3):
    def distances(a, b):
        square = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1) - 2 * a @ b.T
        with np.errstate(invalid="ignore"):
            return np.sqrt(square)

    between = distances(real, fake)
    real_radius = np.sort(distances(real, real), axis=1)[:, k]
    fake_radius = np.sort(distances(fake, fake), axis=1)[:, k]
    precision = np.any(between <= real_radius[:, None], axis=0).mean()
    recall = np.any(between <= fake_radius, axis=1).mean()
    return precision, recall
