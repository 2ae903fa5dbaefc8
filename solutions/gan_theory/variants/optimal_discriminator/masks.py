"""Loops over the outcomes, and densities by SciPy."""

from scipy.stats import norm


def optimal_discriminator(p, q):
    return np.array([a / (a + b) if a + b > 0 else 0.5 for a, b in zip(p, q)])


def game_value(p, q, d):
    total = 0.0
    for a, b, c in zip(p, q, d):
        if a > 0:
            total += a * np.log(c) if c > 0 else -np.inf
        if b > 0:
            total += b * np.log(1 - c) if c < 1 else -np.inf
    return total


def optimal_logit(x, real, fake):
    return norm.logpdf(x, *real) - norm.logpdf(x, *fake)
