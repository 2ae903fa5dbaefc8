"""The singular values and right vectors of the centred codes, filled up with zeros."""


def fit_codes(codes):
    n, k = codes.shape
    mean = codes.mean(axis=0)
    _, lengths, directions = np.linalg.svd(codes - mean, full_matrices=False)
    root = np.zeros((k, k))
    root[: len(lengths)] = lengths[:, None] * directions / np.sqrt(n)
    return mean, root


def sample_codes(n, mean, root, rng):
    return np.stack([mean + rng.normal(size=len(mean)) @ root for _ in range(n)])
