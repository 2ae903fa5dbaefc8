"""What is right, for answers that are wrong in one respect only."""


def right_terms(name, x):
    """Return the terms as they should be, for answers that are wrong in one respect."""
    if name == "minimax":
        return ops.softplus(-x), ops.softplus(x), -ops.softplus(x)
    if name == "non_saturating":
        return ops.softplus(-x), ops.softplus(x), ops.softplus(-x)
    if name == "least_squares":
        return ops.square(x - 1) / 2, ops.square(x) / 2, ops.square(x - 1) / 2
    if name == "hinge":
        return ops.relu(1 - x), ops.relu(1 + x), -x
    if name == "wasserstein":
        return -x, x, -x
    raise ValueError(name)
