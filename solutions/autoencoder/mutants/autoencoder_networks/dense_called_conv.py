"""The convolutional pair is dense.

Message: make_conv_encoder should have a layer Conv2D
Mistake: specification
"""


def make_conv_encoder(latent_dim, image_shape):
    return make_encoder(latent_dim, image_shape)


def make_conv_decoder(latent_dim, image_shape):
    return make_decoder(latent_dim, image_shape)
