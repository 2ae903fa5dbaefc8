"""Whatever the shape of x, a vector comes back.

Message: The result of optimal_logit should have shape
Mistake: specification
"""


def optimal_logit(x, real, fake):
    x = np.ravel(x)
    (m1, s1), (m2, s2) = real, fake
    return ((x - m2) / s2) ** 2 / 2 - ((x - m1) / s1) ** 2 / 2 + np.log(s2 / s1)
