"""The variables of the layer are assigned, as tensors.
"""


def fold_scale(generator, mean, scale):
    def last_of(model):
        return last_of(model.layers[-1]) if isinstance(model, keras.Model) else model

    layer = last_of(generator)
    if not (isinstance(layer, layers.Dense) and layer.use_bias):
        raise ValueError("The last layer needs a bias.")
    if layer.activation != keras.activations.linear:
        raise ValueError("The last layer has an activation.")
    layer.kernel.assign(layer.kernel * scale)
    layer.bias.assign(layer.bias * scale + mean)
    return generator
