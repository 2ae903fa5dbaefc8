"""The convolutional decoder begins with the whole image.

Message: should have a layer UpSampling2D or Conv2DTranspose with stride 2
Mistake: specification
Change make_conv_decoder: small = (image_shape[0] // 2, image_shape[1] // 2, 16) -> small = (*image_shape, 4)
Change make_conv_decoder: strides=2,  ->
"""
