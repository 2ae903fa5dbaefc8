"""What is right, for answers that are wrong in one respect only."""


def right_slope(name, x):
    """Return the slope as it should be, for answers that are wrong in one respect."""
    if name == "minimax":
        return -1 / (1 + np.exp(-x))
    if name == "non_saturating":
        return -1 / (1 + np.exp(x))
    if name == "least_squares":
        return x - 1
    return np.full(np.shape(x), -1.0)
