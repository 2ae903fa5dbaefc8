"""The first pair is convolutional as well."""


def make_encoder(latent_dim, image_shape):
    return make_conv_encoder(latent_dim, image_shape)


def make_decoder(latent_dim, image_shape):
    return make_conv_decoder(latent_dim, image_shape)
