"""The row whose largest number is smallest, and the column whose smallest is largest, always.

Message: The equilibria of the table
Mistake: understanding
"""


def saddle_points(values):
    return [(int(values.max(axis=1).argmin()), int(values.min(axis=0).argmax()))]
