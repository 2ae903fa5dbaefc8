"""A cell must be larger than all others of its row, and smaller than all of its column.

Message: The equilibria of the table
Mistake: specification
"""


def saddle_points(values):
    cells = []
    for i, j in np.ndindex(*values.shape):
        row, column = np.delete(values[i], j), np.delete(values[:, j], i)
        if (values[i, j] > row).all() and (values[i, j] < column).all():
            cells.append((i, j))
    return cells
