"""The convolutional encoder keeps the size.

Message: should have a layer MaxPooling2D or AveragePooling2D or Conv2D with stride 2
Mistake: specification
Change make_conv_encoder: strides=2,  ->
"""
