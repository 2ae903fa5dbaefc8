"""Each is divided by its length.

Message: So the filters are
Mistake: specification
Change: np.abs(filters).max(axis=(1, 2), keepdims=True) ->
    np.sqrt((filters**2).sum(axis=(1, 2), keepdims=True))
"""
