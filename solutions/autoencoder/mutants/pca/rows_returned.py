"""The images come back as rows of pixels.

Message: The result of reconstruct should have shape (2, 1, 2), but it has shape (2, 2)
Mistake: specification
Change: return (mean + codes @ components).reshape(images.shape) ->
    return mean + codes @ components
"""
