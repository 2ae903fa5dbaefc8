"""0 ln 0 is NaN for NumPy.

Message: value of the game
Mistake: specification
"""


def game_value(p, q, d):
    return np.sum(p * np.log(d) + q * np.log(1 - d))
