"""The parabola is written out, and masked means."""


def optimal_logit(x, real, fake):
    (m1, s1), (m2, s2) = real, fake
    a = 1 / (2 * s2**2) - 1 / (2 * s1**2)
    b = m1 / s1**2 - m2 / s2**2
    c = m2**2 / (2 * s2**2) - m1**2 / (2 * s1**2) + np.log(s2) - np.log(s1)
    return a * x**2 + b * x + c


def js_divergence(p, q):
    m = (p + q) / 2
    return np.mean([np.sum(a[a > 0] * np.log(a[a > 0] / m[a > 0])) for a in (p, q)])
