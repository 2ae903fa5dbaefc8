"""Eigenvectors of the covariance matrix, largest eigenvalue first."""


def pca(images, k):
    rows = np.reshape(images, (images.shape[0], images.shape[1] * images.shape[2]))
    values, vectors = np.linalg.eigh(np.cov(rows, rowvar=False))
    return rows.mean(axis=0), vectors.T[np.argsort(values)[::-1]][:k]
