"""x is shifted in place.

Message: changes an array
Mistake: understanding
"""


def optimal_logit(x, real, fake):
    (m1, s1), (m2, s2) = real, fake
    x -= m1
    return ((x + m1 - m2) / s2) ** 2 / 2 - (x / s1) ** 2 / 2 + np.log(s2 / s1)
