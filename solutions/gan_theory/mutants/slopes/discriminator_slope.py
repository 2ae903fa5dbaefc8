"""The slope of the discriminator's term for fake samples.

Message: has the slopes
Mistake: specification
"""


def generator_slope(name, x):
    if name in ("minimax", "non_saturating"):
        return sigmoid(x)
    if name == "least_squares":
        return x + 0.0
    return np.where(x > -1, 1.0, 0.0) if name == "hinge" else np.ones(np.shape(x))
