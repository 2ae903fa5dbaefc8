"""The kinds stand in the order in which they are met, the columns in rising order.

Message: not [2, 7, 2, 7]
Mistake: understanding
Change: return kinds[outputs.argmax(axis=1)] ->
    _, met = np.unique(labels, return_index=True)
    return labels[np.sort(met)][outputs.argmax(axis=1)]
"""
