"""A dictionary of functions."""

TERMS = {
    "minimax": lambda x: (ops.softplus(-x), ops.softplus(x), -ops.softplus(x)),
    "non_saturating": lambda x: (ops.softplus(-x), ops.softplus(x), ops.softplus(-x)),
    "least_squares": lambda x: ((x - 1) ** 2 / 2, x**2 / 2, (x - 1) ** 2 / 2),
    "hinge": lambda x: (ops.relu(1 - x), ops.relu(1 + x), -x),
    "wasserstein": lambda x: (-x, x, -x),
}


def loss_terms(name, x):
    if name not in TERMS:
        raise ValueError(f"{name} is none of {', '.join(TERMS)}")
    return TERMS[name](x)
