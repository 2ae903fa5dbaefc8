"""Cholesky's factor of the covariance with a tiny number on the diagonal, transposed."""


def fit_codes(codes):
    shifted = codes - codes.mean(axis=0)
    cov = shifted.T @ shifted / len(codes)
    tiny = 1e-12 * np.trace(cov) * np.eye(len(cov))
    return codes.mean(axis=0), np.linalg.cholesky(cov + tiny).T
