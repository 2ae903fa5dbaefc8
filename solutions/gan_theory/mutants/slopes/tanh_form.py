"""½ (1 + tanh(x/2)) is 0 at a logit of -40.

Message: not right to nine digits
Mistake: understanding
"""


def sigmoid(x):
    return 0.5 * (1 + np.tanh(x / 2))
