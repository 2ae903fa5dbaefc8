"""The axes are moved, and loops look for the layer."""


def first_layer_filters(encoder):
    for layer in encoder.layers:
        if type(layer).__name__ == "Conv2D":
            filters = np.moveaxis(np.asarray(layer.kernel)[:, :, 0, :], 2, 0)
            break
        if type(layer).__name__ == "Dense":
            h, w = encoder.input_shape[1:]
            filters = np.moveaxis(np.asarray(layer.kernel).reshape(h, w, -1), 2, 0)
            break
    return np.stack([f / np.abs(f).max() if f.any() else f for f in filters])
