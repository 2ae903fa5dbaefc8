"""Only the entropy of the mean: whether each image is clear plays no part.

Message: the rows' own entropies are missing
Mistake: understanding
"""


def inception_score(probabilities, splits=1):
    scores = []
    for part in np.array_split(probabilities, splits):
        mean = part.mean(axis=0)
        mean = mean[mean > 0]
        scores.append(np.exp(-np.sum(mean * np.log(mean))))
    return np.mean(scores), np.std(scores)
