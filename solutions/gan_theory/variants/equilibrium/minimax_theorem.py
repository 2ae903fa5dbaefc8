"""Equilibria are where the smallest largest of a row is the largest smallest of a column."""


def saddle_points(values):
    high, low = values.max(axis=1), values.min(axis=0)
    if high.min() != low.max():
        return []
    rows, columns = np.flatnonzero(high == high.min()), np.flatnonzero(low == low.max())
    return [[row, column] for column in columns for row in rows]
