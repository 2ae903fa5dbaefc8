"""Roots of the eigenvalues of KᵀK, and the norm of the last product for sigma."""


def power_iteration(kernel, u, steps):
    for _ in range(steps):
        v = kernel @ u / np.linalg.norm(kernel @ u)
        u = kernel.T @ v
        sigma = np.linalg.norm(u)
        u = u / sigma
    return sigma, u


def lipschitz_bound(kernels):
    matrices = [kernel.reshape(-1, kernel.shape[-1]) for kernel in kernels]
    return np.sqrt(np.prod([np.linalg.eigvalsh(m.T @ m).max() for m in matrices]))
