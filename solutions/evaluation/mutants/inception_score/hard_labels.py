"""Each row is replaced by its most probable kind.

Message: should be
Mistake: understanding
Change: for part in np.array_split(probabilities, splits): ->
    for part in np.array_split(np.eye(probabilities.shape[1])[probabilities.argmax(axis=1)], splits):
"""
