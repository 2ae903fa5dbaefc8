"""The unit is the last axis.

Message: should have shape (2, 2, 3), but it has shape (2, 3, 2)
Mistake: specification
Change: return filters / np.where(largest > 0, largest, 1) ->
    return np.moveaxis(filters / np.where(largest > 0, largest, 1), 0, -1)
"""
