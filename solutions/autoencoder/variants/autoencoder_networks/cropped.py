"""Halved twice; what is too large is cropped off."""


def make_conv_encoder(latent_dim, image_shape):
    inputs = keras.Input(image_shape)
    x = layers.Reshape((*image_shape, 1))(inputs)
    for filters in (8, 16):
        x = layers.Conv2D(filters, 3, strides=2, padding="same", activation="leaky_relu")(x)
    return keras.Model(inputs, layers.Dense(latent_dim)(layers.Flatten()(x)))


def make_conv_decoder(latent_dim, image_shape):
    h, w = image_shape
    a, b = -(-h // 4), -(-w // 4)
    inputs = keras.Input((latent_dim,))
    x = layers.Reshape((a, b, 8))(layers.Dense(a * b * 8, activation="relu")(inputs))
    x = layers.Conv2DTranspose(8, 4, strides=2, padding="same", activation="relu")(x)
    x = layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="sigmoid")(x)
    x = layers.Cropping2D(((0, 4 * a - h), (0, 4 * b - w)))(x)
    return keras.Model(inputs, layers.Reshape(image_shape)(x))
