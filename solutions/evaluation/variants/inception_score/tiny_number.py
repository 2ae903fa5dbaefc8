"""A very small number inside both logarithms."""


def inception_score(probabilities, splits=1):
    scores = []
    for part in np.array_split(probabilities, splits):
        mean = part.mean(axis=0, keepdims=True)
        terms = part * (np.log(part + 1e-12) - np.log(mean + 1e-12))
        scores.append(np.exp(np.mean(np.sum(terms, axis=1))))
    return np.mean(scores), np.std(scores)
