"""NumPy's matrix norm, and products by a loop."""


def lipschitz_bound(kernels):
    bound = 1.0
    for kernel in kernels:
        bound *= np.linalg.norm(np.reshape(kernel, (-1, kernel.shape[-1])), ord=2)
    return bound


def spectrally_normalised(kernels):
    done = []
    for kernel in kernels:
        sigma = lipschitz_bound([kernel])
        done.append(kernel / sigma if sigma > 0 else kernel.copy())
    return done
