"""The root, as SciPy's jensenshannon gives it.

Message: the Jensen-Shannon divergence
Mistake: specification
"""


def js_divergence(p, q):
    m = (p + q) / 2
    parts = expected_log(p, p) - expected_log(p, m) + expected_log(q, q) - expected_log(q, m)
    return np.sqrt(max(parts, 0) / 2)
