"""The kernel is cut into images without transposing it.

Message: So the filters are
Mistake: understanding
Change: filters = kernel.reshape(-1, kernel.shape[-1]).T.reshape(-1, *shape) ->
    filters = kernel.reshape(kernel.shape[-1], *shape)
"""
