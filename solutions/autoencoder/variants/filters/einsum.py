"""einsum exchanges the axes."""


def first_layer_filters(encoder):
    with_kernel = [n for n in encoder.layers if isinstance(n, (layers.Dense, layers.Conv2D))]
    kernel = np.array(with_kernel[0].kernel, dtype=float)
    if kernel.ndim == 2:
        kernel = kernel.reshape(*encoder.input_shape[1:], 1, -1)
    filters = np.einsum("ijku->uij", kernel)
    return filters / np.maximum(np.abs(filters).max(axis=(1, 2)), 1e-300)[:, None, None]
