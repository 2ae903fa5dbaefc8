"""The model's own weights are divided.

Message: the model has other weights
Mistake: specification
Change: return filters / np.where(largest > 0, largest, 1) ->
    result = filters / np.where(largest > 0, largest, 1)
    scaled = result.reshape(len(result), -1).T.reshape(kernel.shape)
    first.set_weights([scaled, *first.get_weights()[1:]])
    return result
"""
