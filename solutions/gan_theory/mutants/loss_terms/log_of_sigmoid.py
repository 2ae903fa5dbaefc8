"""The terms are written in p, as in the table.

Message: not finite for logits between -200 and 200
Mistake: understanding
"""


def loss_terms(name, x):
    p = ops.sigmoid(x)
    if name == "minimax":
        return -ops.log(p), -ops.log(1 - p), ops.log(1 - p)
    if name == "non_saturating":
        return -ops.log(p), -ops.log(1 - p), -ops.log(p)
    if name == "least_squares":
        return ops.square(x - 1) / 2, ops.square(x) / 2, ops.square(x - 1) / 2
    if name == "hinge":
        return ops.relu(1 - x), ops.relu(1 + x), -x
    if name == "wasserstein":
        return -x, x, -x
    raise ValueError(name)
