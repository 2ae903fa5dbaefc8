"""All singular values become 1, not the largest only.

Message: A kernel of shape
Mistake: specification
"""


def spectrally_normalised(kernels):
    done = []
    for kernel in kernels:
        left, values, right = np.linalg.svd(kernel.reshape(-1, kernel.shape[-1]), full_matrices=False)
        done.append(((left * (values > 0)) @ right).reshape(kernel.shape))
    return done
