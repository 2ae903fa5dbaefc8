"""TensorFlow's cross-entropy; the terms come as a list."""


def loss_terms(name, x):
    real = tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.ones_like(x), logits=x)
    fake = tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.zeros_like(x), logits=x)
    known = {
        "minimax": [real, fake, -fake],
        "non_saturating": [real, fake, real],
        "least_squares": [(1 - x) ** 2 / 2, x * x / 2, (1 - x) ** 2 / 2],
        "hinge": [tf.maximum(1 - x, 0), tf.maximum(1 + x, 0), -x],
        "wasserstein": [-x, x, -x],
    }
    if name not in known:
        raise ValueError(name)
    return known[name]
