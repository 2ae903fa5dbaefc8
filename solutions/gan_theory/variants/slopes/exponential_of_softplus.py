"""The sigmoid as the exponential of its logarithm."""


def sigmoid(x):
    return np.exp(-np.logaddexp(0, -x))
