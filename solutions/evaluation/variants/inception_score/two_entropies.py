"""The entropy of the mean minus the mean entropy of the rows."""


def entropy(p):
    return -np.sum(p * np.log(np.where(p > 0, p, 1)), axis=-1)


def inception_score(probabilities, splits=1):
    parts = np.array_split(probabilities, splits)
    scores = [np.exp(entropy(part.mean(axis=0)) - entropy(part).mean()) for part in parts]
    return np.mean(scores), np.std(scores)
