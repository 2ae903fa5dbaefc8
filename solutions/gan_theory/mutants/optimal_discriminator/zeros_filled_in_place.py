"""Zeros are replaced in the array that is given.

Message: changes an array
Mistake: understanding
"""


def js_divergence(p, q):
    p[p == 0] = 1e-300
    q[q == 0] = 1e-300
    m = (p + q) / 2
    return np.sum(p * np.log(p / m) + q * np.log(q / m)) / 2
