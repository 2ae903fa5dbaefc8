"""The point itself counts as its nearest neighbour.

Message: precision
Mistake: understanding
"""


def precision_recall(real, fake, k=3):
    between = cdist(real, fake)
    real_radius = np.sort(cdist(real, real), axis=1)[:, k - 1]
    fake_radius = np.sort(cdist(fake, fake), axis=1)[:, k - 1]
    precision = np.any(between <= real_radius[:, None], axis=0).mean()
    recall = np.any(between <= fake_radius, axis=1).mean()
    return precision, recall
