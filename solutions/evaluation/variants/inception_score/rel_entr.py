"""SciPy's rel_entr, which knows 0 · ln 0."""

from scipy.special import rel_entr


def inception_score(probabilities, splits=1):
    scores = []
    for part in np.array_split(probabilities, splits):
        scores.append(np.exp(rel_entr(part, part.mean(axis=0)).sum() / len(part)))
    return np.array(scores).mean(), np.array(scores).std()
