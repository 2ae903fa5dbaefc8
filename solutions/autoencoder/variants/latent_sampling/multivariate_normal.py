"""NumPy's own function draws; it takes the root of the covariance itself."""


def sample_codes(n, mean, root, rng):
    return rng.multivariate_normal(mean, root.T @ root, n, method="svd")
