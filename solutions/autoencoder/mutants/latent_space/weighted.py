"""Each kind has the same weight, however many there are of it.

Message: the least-squares probe reads other labels
Mistake: specification
Change: weights = np.linalg.lstsq(with_one, targets)[0] ->
    weight = 1 / np.sqrt(targets.sum(axis=0))[targets.argmax(axis=1), None]
    weights = np.linalg.lstsq(with_one * weight, targets * weight)[0]
"""
