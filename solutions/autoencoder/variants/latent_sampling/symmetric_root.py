"""The symmetric root by np.cov and eigh."""


def fit_codes(codes):
    cov = np.atleast_2d(np.cov(codes, rowvar=False, bias=True))
    values, vectors = np.linalg.eigh(cov)
    return np.mean(codes, axis=0), vectors @ np.diag(np.sqrt(np.clip(values, 0, None))) @ vectors.T
