"""The smallest number of the whole table.

Message: The equilibria of the table
Mistake: specification
"""


def saddle_points(values):
    return [(int(i), int(j)) for i, j in np.argwhere(values == values.min())]
