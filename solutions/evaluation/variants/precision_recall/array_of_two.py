"""Squared distances are compared, and both numbers are one array."""


def precision_recall(real, fake, k=3):
    def share(points, cloud):
        radius = np.sort(cdist(cloud, cloud, "sqeuclidean"), axis=1)[:, k]
        return np.mean((cdist(points, cloud, "sqeuclidean") <= radius).any(axis=1))

    return np.array([share(fake, real), share(real, fake)])
