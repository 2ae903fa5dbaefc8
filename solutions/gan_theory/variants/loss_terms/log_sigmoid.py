"""Logarithms of the sigmoid that are computed from the logit."""


def loss_terms(name, x):
    log_p, log_not_p = ops.log_sigmoid(x), ops.log_sigmoid(-x)
    match name:
        case "minimax":
            return -log_p, -log_not_p, log_not_p
        case "non_saturating":
            return -log_p, -log_not_p, -log_p
        case "least_squares":
            return tf.square(x - 1.0) / 2.0, tf.square(x) / 2.0, tf.square(x - 1.0) / 2.0
        case "hinge":
            return tf.nn.relu(1.0 - x), tf.nn.relu(1.0 + x), -x
        case "wasserstein":
            return tf.negative(x), tf.identity(x), tf.negative(x)
    raise ValueError(name)
