"""The filters are rows of weights.

Message: should have shape (2, 2, 3), but it has shape (2, 6)
Mistake: specification
Change: return filters / np.where(largest > 0, largest, 1) ->
    return (filters / np.where(largest > 0, largest, 1)).reshape(len(filters), -1)
"""
