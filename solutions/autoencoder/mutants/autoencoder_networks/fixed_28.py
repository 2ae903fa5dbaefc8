"""The decoder makes images of 28 × 28 pixels, whatever was asked for.

Message: it has shape (20, 28, 28)
Mistake: specification
Change make_decoder: layers.Reshape(image_shape), -> layers.Reshape((28, 28)),
Change make_decoder: math.prod(image_shape) -> 28 * 28
"""
