"""Two formulas, one for each sign of the logit."""


def sigmoid(x):
    large = 1 / (1 + np.exp(-np.maximum(x, 0)))
    power = np.exp(np.minimum(x, 0))
    return np.where(x >= 0, large, power / (1 + power))
