"""Of a convolution, only the first filter is given.

Message: should have shape (2, 1, 3), but it has shape (1, 1, 3)
Mistake: understanding
Change: filters = kernel.reshape(-1, kernel.shape[-1]).T.reshape(-1, *shape) ->
    if kernel.ndim == 4:
        kernel = kernel[..., :1]
    filters = kernel.reshape(-1, kernel.shape[-1]).T.reshape(-1, *shape)
"""
