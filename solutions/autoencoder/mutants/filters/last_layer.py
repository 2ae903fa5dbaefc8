"""The last layer's kernel is taken.

Message: first_layer_filters stopped with
Mistake: specification
Change: first = next(layer for layer in encoder.layers if ->
    first = next(layer for layer in encoder.layers[::-1] if
"""
