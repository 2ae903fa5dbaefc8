"""The images always have a channel, also where image_shape has none.

Message: should have shape (3, 14, 14)
Mistake: specification
With: small_generator
Change: layers.Reshape(image_shape) -> layers.Reshape((*image_shape[:2], 1))
"""
