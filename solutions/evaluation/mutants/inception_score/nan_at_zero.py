"""0 · ln 0 is not a number.

Message: should
Mistake: specification
"""


def inception_score(probabilities, splits=1):
    scores = []
    for part in np.array_split(probabilities, splits):
        with np.errstate(all="ignore"):
            terms = part * np.log(part / part.mean(axis=0))
        scores.append(np.exp(terms.sum(axis=1).mean()))
    return np.mean(scores), np.std(scores)
