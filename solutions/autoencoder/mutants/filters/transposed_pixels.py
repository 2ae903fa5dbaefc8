"""Rows and columns of the pixels are exchanged.

Message: So the filters are
Mistake: understanding
Change: filters = kernel.reshape(-1, kernel.shape[-1]).T.reshape(-1, *shape) ->
    shape = shape[::-1]
    filters = kernel.reshape(-1, kernel.shape[-1]).T.reshape(-1, *shape)
    filters = filters.transpose(0, 2, 1)
"""
