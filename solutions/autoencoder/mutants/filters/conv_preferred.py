"""A convolution is looked for first, wherever it stands.

Message: should have shape
Mistake: specification
Change: kinds = (layers.Dense, layers.Conv2D) ->
    has_conv = any(isinstance(layer, layers.Conv2D) for layer in encoder.layers)
    kinds = layers.Conv2D if has_conv else layers.Dense
"""
