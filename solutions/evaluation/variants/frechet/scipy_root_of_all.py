"""SciPy's sqrtm in all places."""

import scipy.linalg


def matrix_root(m):
    values, vectors = scipy.linalg.eigh(m)
    values[values < 0] = 0
    return vectors @ np.diag(values**0.5) @ vectors.T


def frechet_distance(mean1, cov1, mean2, cov2):
    root = matrix_root(cov1)
    overlap = np.sqrt(np.clip(np.linalg.eigvalsh(root @ cov2 @ root), 0, None)).sum()
    return np.maximum(0, np.dot(mean1 - mean2, mean1 - mean2) + np.trace(cov1) + np.trace(cov2) - 2 * overlap)
