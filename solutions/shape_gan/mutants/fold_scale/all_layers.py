"""The scale is spread over all Dense layers: the outputs of a linear network are right, the weights of the others are not kept.

Message: a layer before the last one has changed its weights
Mistake: specification
Change: return generator ->
    for layer in getattr(generator, "layers", [])[:-2]:
        if isinstance(layer, layers.Dense):
            layer.set_weights([w * 2 for w in layer.get_weights()])
            kernel, bias = last.get_weights()
            last.set_weights([kernel / 2, bias])
            break
    return generator
"""
