"""Power iteration everywhere; tiny numbers in the norms."""


def power_iteration(kernel, u, steps):
    u = np.asarray(u, float)
    for _ in range(steps):
        v = kernel.dot(u)
        v = v / (np.sqrt((v**2).sum()) + 1e-30)
        u = v.dot(kernel)
        u = u / (np.sqrt((u**2).sum()) + 1e-30)
    return float(v.dot(kernel).dot(u)), u


def sigma_of(kernel):
    matrix = kernel.reshape(-1, kernel.shape[-1])
    start = np.random.default_rng(0).normal(size=matrix.shape[1])
    return power_iteration(matrix, start, 200)[0]


def lipschitz_bound(kernels):
    return np.prod([sigma_of(kernel) for kernel in kernels])


def spectrally_normalised(kernels):
    return [kernel / max(sigma_of(kernel), 1e-30) for kernel in kernels]
