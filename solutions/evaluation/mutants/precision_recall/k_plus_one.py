"""The radius reaches to the neighbour after the k-th.

Message: precision
Mistake: understanding
"""


def precision_recall(real, fake, k=3):
    between = cdist(real, fake)
    real_radius = np.sort(cdist(real, real), axis=1)[:, min(k + 1, len(real) - 1)]
    fake_radius = np.sort(cdist(fake, fake), axis=1)[:, min(k + 1, len(fake) - 1)]
    precision = np.any(between <= real_radius[:, None], axis=0).mean()
    recall = np.any(between <= fake_radius, axis=1).mean()
    return precision, recall
