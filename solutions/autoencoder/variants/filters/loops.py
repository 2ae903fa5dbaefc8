"""A loop over the units."""


def first_layer_filters(encoder):
    position = 0
    while not isinstance(encoder.layers[position], (layers.Dense, layers.Conv2D)):
        position += 1
    kernel = encoder.layers[position].get_weights()[0]
    filters = []
    for unit in range(kernel.shape[-1]):
        weights = kernel[..., unit]
        image = weights.reshape(encoder.input_shape[1:]) if weights.ndim == 1 else weights[:, :, 0]
        largest = max(image.max(), -image.min())
        filters.append(image if largest == 0 else image / largest)
    return np.array(filters)
