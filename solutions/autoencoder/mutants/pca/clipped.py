"""What comes back is clipped to [0, 1].

Message: nothing should be clipped
Mistake: specification
Change: return (mean + codes @ components).reshape(images.shape) ->
    return np.clip(mean + codes @ components, 0, 1).reshape(images.shape)
"""
