"""The mean and the standard deviation are one array of two numbers."""

import math


def inception_score(probabilities, splits=1):
    scores, start = [], 0
    for number in range(splits):
        size = len(probabilities) // splits + (number < len(probabilities) % splits)
        rows = probabilities[start : start + size]
        start += size
        mean = [sum(row[kind] for row in rows) / size for kind in range(rows.shape[1])]
        total = 0.0
        for row in rows:
            for p, q in zip(row, mean, strict=True):
                if p > 0:
                    total += p * (math.log(p) - math.log(q))
        scores.append(math.exp(total / size))
    return np.array([np.mean(scores), np.std(scores)])
