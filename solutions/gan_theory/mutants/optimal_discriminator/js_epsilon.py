"""A small number inside of the logarithms.

Message: the Jensen-Shannon divergence
Mistake: understanding
"""


def js_divergence(p, q):
    m = (p + q) / 2
    first = p * np.log((p + 1e-7) / (m + 1e-7))
    return np.sum(first + q * np.log((q + 1e-7) / (m + 1e-7))) / 2
