"""The first layer with weights is changed, not the last one.

Message: should become
Mistake: specification
Change: kernel, bias = last.get_weights() ->
    last = next(layer for layer in generator.layers if layer.get_weights())
    scale, mean = scale.mean(), mean.mean()
    kernel, bias = last.get_weights()
"""
