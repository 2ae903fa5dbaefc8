"""SciPy's root of the product, of which the real part is taken."""

from scipy.linalg import sqrtm


def frechet_distance(mean1, cov1, mean2, cov2):
    overlap = np.trace(sqrtm(cov1 @ cov2).real)
    return max(0.0, np.sum((mean1 - mean2) ** 2) + np.trace(cov1 + cov2) - 2 * overlap)
