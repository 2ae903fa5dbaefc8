"""The convolutional encoder takes images with a channel.

Message: should take images of shape (n, 14, 14), not (n, 14, 14, 1)
Mistake: specification
Change make_conv_encoder: keras.Input(image_shape), -> keras.Input((*image_shape, 1)),
"""
