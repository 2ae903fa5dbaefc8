"""d is bounded in the array that is given.

Message: changes an array
Mistake: understanding
"""


def game_value(p, q, d):
    d += (d - 0.5) * 1e-15
    with np.errstate(all="ignore"):
        real, fake = np.where(p > 0, p * np.log(d), 0), np.where(q > 0, q * np.log(1 - d), 0)
    return real.sum() + fake.sum()
