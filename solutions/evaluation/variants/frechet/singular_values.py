"""The singular values of the product of both roots."""


def matrix_root(m):
    left, values, _ = np.linalg.svd((m + m.T) / 2, hermitian=True)
    return left @ np.diag(np.sqrt(values)) @ left.T


def frechet_distance(mean1, cov1, mean2, cov2):
    overlap = np.linalg.norm(matrix_root(cov1) @ matrix_root(cov2), "nuc")
    distance = np.linalg.norm(mean1 - mean2) ** 2 + np.trace(cov1) + np.trace(cov2) - 2 * overlap
    return max(distance, 0)
