"""The layer after Flatten is taken for the first one.

Message: first_layer_filters stopped with
Mistake: specification
Change: first = next(layer for layer in encoder.layers if isinstance(layer, kinds)) ->
    first = encoder.layers[1]
"""
