"""A random plane is turned by the matrix again and again; a small decomposition orders it."""


def pca(images, k):
    rows = images.reshape(len(images), -1)
    mean = rows.mean(axis=0)
    shifted = rows - mean
    plane = np.random.default_rng(0).normal(size=(shifted.shape[1], min(k + 10, shifted.shape[1])))
    for _ in range(300):
        plane = np.linalg.qr(shifted.T @ (shifted @ plane))[0]
    small = np.linalg.svd(shifted @ plane, full_matrices=False)[2]
    return mean, (small @ plane.T)[:k]
