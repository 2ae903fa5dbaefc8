"""The sum of ln(1 + e^-|x|) and the positive part."""


def loss_terms(name, x):
    def softplus(t):
        return ops.relu(t) + ops.log1p(ops.exp(-ops.abs(t)))

    if name in ("minimax", "non_saturating"):
        generator = -softplus(x) if name == "minimax" else softplus(-x)
        return softplus(-x), softplus(x), generator
    if name == "least_squares":
        return ops.square(x - 1) / 2, ops.square(x) / 2, ops.square(x - 1) / 2
    if name == "hinge":
        return ops.relu(1 - x), ops.relu(1 + x), -x
    if name == "wasserstein":
        return -x, x, -x
    raise ValueError(name)
