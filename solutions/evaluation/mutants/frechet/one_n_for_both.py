"""The covariance divides by the number of all training images, whatever set it is of.

Message: The covariance of features of shape
Mistake: understanding
"""


def moments(features):
    shifted = features - features.mean(axis=0)
    return features.mean(axis=0), shifted.T @ shifted / (3 - 1)
