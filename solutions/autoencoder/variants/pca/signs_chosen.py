"""The largest number of each component is positive; projection with einsum."""


def pca(images, k):
    n, h, w = images.shape
    rows = images.reshape(n, h * w)
    mean = np.average(rows, axis=0)
    parts = np.linalg.svd((rows - mean).T, full_matrices=False)[0].T[:k]
    largest = np.argmax(np.abs(parts), axis=1)
    return mean, parts * np.sign(parts[np.arange(len(parts)), largest])[:, None]


def reconstruct(images, mean, components):
    n, h, w = images.shape
    shifted = images.reshape(n, h * w) - mean
    codes = np.einsum("ip,kp->ik", shifted, components)
    return np.reshape(mean + np.einsum("ik,kp->ip", codes, components), (n, h, w))


def reconstruction_error(images, others):
    return float(np.square(np.ravel(images) - np.ravel(others)).mean())
