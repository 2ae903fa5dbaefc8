"""1 / (1 + e^-x) as it stands: an overflow only makes it 0."""


def generator_slope(name, x):
    if name == "minimax":
        return -1 / (1 + np.exp(-x))
    if name == "non_saturating":
        return -1 / (1 + np.exp(x))
    if name == "least_squares":
        return x - 1.0
    return 0 * x - 1


def shift_gradient(name, a, b, theta, latents):
    total = 0.0
    for z in latents:
        total += generator_slope(name, a * (z + theta) + b) * a
    return total / len(latents)
