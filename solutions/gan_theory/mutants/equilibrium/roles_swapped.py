"""Rows maximise, columns minimise.

Message: The equilibria of the table
Mistake: specification
"""


def saddle_points(values):
    smallest = values == values.min(axis=1, keepdims=True)
    largest = values == values.max(axis=0, keepdims=True)
    return [tuple(cell) for cell in np.argwhere(largest & smallest)]
