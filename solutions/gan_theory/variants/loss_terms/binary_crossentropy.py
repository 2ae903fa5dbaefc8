"""Keras' cross-entropy, one number for each logit, on an axis more."""


def loss_terms(name, x):
    def entropy(label):
        logits = ops.expand_dims(x, -1)
        labels = label * ops.ones_like(logits)
        return keras.losses.binary_crossentropy(labels, logits, from_logits=True)

    if name == "minimax":
        return entropy(1.0), entropy(0.0), -entropy(0.0)
    if name == "non_saturating":
        return entropy(1.0), entropy(0.0), entropy(1.0)
    if name == "least_squares":
        return 0.5 * (x - 1) ** 2, 0.5 * x**2, 0.5 * (x - 1) ** 2
    if name == "hinge":
        return ops.maximum(0.0, 1 - x), ops.maximum(0.0, 1 + x), -x
    if name == "wasserstein":
        return -x, x, -x
    raise ValueError("unknown loss")
