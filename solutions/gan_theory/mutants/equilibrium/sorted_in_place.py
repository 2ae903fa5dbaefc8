"""Rows are sorted to find the largest.

Message: changes an array
Mistake: understanding
"""


def saddle_points(values):
    before = values.copy()
    values.sort(axis=1)
    largest = before == values[:, -1:]
    return [(int(i), int(j)) for i, j in np.argwhere(largest & (before == before.min(axis=0)))]
