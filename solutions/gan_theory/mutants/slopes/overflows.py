"""e^x / (1 + e^x) is infinity over infinity at 1000.

Message: that are not finite
Mistake: understanding
"""


def sigmoid(x):
    return np.exp(x) / (1 + np.exp(x))
