"""p and the mean of the rows are exchanged.

Message: with p and the mean of the rows exchanged
Mistake: understanding
"""


def inception_score(probabilities, splits=1):
    scores = []
    for part in np.array_split(probabilities, splits):
        mean = part.mean(axis=0)
        with np.errstate(all="ignore"):
            terms = np.where(part > 0, mean * np.log(mean / part), 0)
        scores.append(np.exp(terms.sum(axis=1).mean()))
    return np.mean(scores), np.std(scores)
