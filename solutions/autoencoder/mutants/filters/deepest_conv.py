"""The last convolution's filters are taken.

Message: should have shape
Mistake: understanding
Change: kernel = first.get_weights()[0] ->
    if isinstance(first, layers.Conv2D):
        first = [layer for layer in encoder.layers if isinstance(layer, layers.Conv2D)][-1]
    kernel = first.get_weights()[0]
Change: filters = kernel.reshape(-1, kernel.shape[-1]).T.reshape(-1, *shape) ->
    filters = kernel.reshape(-1, kernel.shape[-1]).T.reshape(-1, *shape)
"""
