"""`features -= …` changes the features that were given.

Message: changes an array
Mistake: specification
"""


def moments(features):
    mean = features.mean(axis=0)
    features -= mean
    return mean, features.T @ features / (len(features) - 1)
