"""The roots of the eigenvalues of C1·C2, whose real parts are cut off at 0."""


def frechet_distance(mean1, cov1, mean2, cov2):
    values = np.linalg.eigvals(cov1 @ cov2).real
    overlap = np.sqrt(np.clip(values, 0, None)).sum()
    return max(0, ((mean1 - mean2) ** 2).sum() + np.trace(cov1) + np.trace(cov2) - 2 * overlap)
