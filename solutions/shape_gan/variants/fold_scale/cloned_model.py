"""A copy of the model gets all weights, and its last two are changed.
"""


def fold_scale(generator, mean, scale):
    copy = keras.models.clone_model(generator)
    copy.set_weights(generator.get_weights())
    last = copy
    while hasattr(last, "layers"):
        last = last.layers[-1]
    if not isinstance(last, layers.Dense) or not last.use_bias or last.activation is not keras.activations.linear:
        raise ValueError("The last layer cannot hold a scale and a mean.")
    *others, kernel, bias = copy.get_weights()
    copy.set_weights([*others, kernel * scale, bias * scale + mean])
    return copy
