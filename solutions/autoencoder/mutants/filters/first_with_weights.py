"""The first layer that has weights is taken, even if it has no kernel.

Message: first_layer_filters stopped with
Mistake: specification
Change: isinstance(layer, kinds) -> layer.get_weights()
"""
