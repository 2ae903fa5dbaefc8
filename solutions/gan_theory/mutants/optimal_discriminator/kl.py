"""The Kullback-Leibler divergence.

Message: the Jensen-Shannon divergence
Mistake: specification
"""


def js_divergence(p, q):
    some = p > 0
    return np.sum(p[some] * np.log(p[some] / q[some]))
