"""Differences of nearby values, which are right to a few digits only.

Message: not right to nine digits
Mistake: understanding
"""


def term(name, x):
    if name == "minimax":
        return -np.logaddexp(0, x)
    if name == "non_saturating":
        return np.logaddexp(0, -x)
    return (x - 1) ** 2 / 2 if name == "least_squares" else -x


def generator_slope(name, x):
    return (term(name, x + 1e-5) - term(name, x - 1e-5)) / 2e-5
