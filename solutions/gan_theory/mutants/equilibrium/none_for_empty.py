"""None where there is no equilibrium.

Message: should return a list of pairs
Mistake: specification
Change: return [(int(row), int(column)) for row, column in np.argwhere(largest & smallest)] -> return [(int(row), int(column)) for row, column in np.argwhere(largest & smallest)] or None
"""
