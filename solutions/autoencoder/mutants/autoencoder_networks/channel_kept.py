"""The images keep their channel.

Message: should have shape (20, 14, 14), but it has shape (20, 14, 14, 1)
Mistake: specification
Change make_conv_decoder: layers.Reshape(image_shape), ->
"""
