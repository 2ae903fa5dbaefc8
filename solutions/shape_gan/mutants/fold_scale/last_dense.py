"""The last Dense layer is changed, even where a layer without weights stands behind it.

Message: is an Activation layer
Mistake: understanding
"""


def fold_scale(generator, mean, scale):
    flat = [generator]
    while any(hasattr(layer, "layers") for layer in flat):
        flat = [inner for layer in flat for inner in getattr(layer, "layers", [layer])]
    last = [layer for layer in flat if isinstance(layer, layers.Dense)][-1]
    if not (last.use_bias and last.activation is keras.activations.linear):
        raise ValueError
    kernel, bias = last.get_weights()
    last.set_weights([kernel * scale, bias * scale + mean])
    return generator
