"""A small number is added to p, so the slope is 0 where p is smaller.

Message: A small number added to p
Mistake: understanding
"""


def loss_terms(name, x):
    p = ops.sigmoid(x)
    real, fake = -ops.log(p + 1e-7), -ops.log(1 - p + 1e-7)
    if name == "minimax":
        return real, fake, -fake
    if name == "non_saturating":
        return real, fake, real
    if name == "least_squares":
        return ops.square(x - 1) / 2, ops.square(x) / 2, ops.square(x - 1) / 2
    if name == "hinge":
        return ops.relu(1 - x), ops.relu(1 + x), -x
    if name == "wasserstein":
        return -x, x, -x
    raise ValueError(name)
