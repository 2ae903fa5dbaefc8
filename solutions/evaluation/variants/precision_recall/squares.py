"""Squared distances throughout."""


def precision_recall(real, fake, k=3):
    def squares(a, b):
        return ((a[:, None] - b[None]) ** 2).sum(axis=-1)

    between = squares(real, fake)
    real_radius = np.partition(squares(real, real), k, axis=1)[:, k]
    fake_radius = np.partition(squares(fake, fake), k, axis=1)[:, k]
    return np.mean((between.T <= real_radius).any(1)), np.mean((between <= fake_radius).any(1))
