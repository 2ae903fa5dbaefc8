"""SciPy's entropy of two distributions."""

from scipy.stats import entropy


def inception_score(probabilities, splits=1):
    scores = []
    for part in np.array_split(probabilities, splits):
        used = part.mean(axis=0) > 0
        part = part[:, used]
        mean = part.mean(axis=0)
        scores.append(np.exp(np.mean([entropy(row, mean) for row in part])))
    return float(np.mean(scores)), float(np.std(scores))
