"""Each is divided by its largest value, not by the largest absolute one.

Message: So the filters are
Mistake: specification
Change: np.abs(filters).max(axis=(1, 2), keepdims=True) ->
    filters.max(axis=(1, 2), keepdims=True)
Change: np.where(largest > 0, largest, 1) -> np.where(largest != 0, largest, 1)
"""
