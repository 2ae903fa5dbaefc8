"""The count of the inner pixels stands everywhere.

Message: overlaps(4, 3, 2) should be
Mistake: understanding
Change: counts = np.zeros((n - 1) * stride + size) ->
    return np.full((n - 1) * stride + size, -(-size // stride))
"""
