"""Convolutional networks: upsampling and Conv2D in the generator, strides in the discriminator.
"""

def make_image_generator(latent_dim, image_shape):
    h, w = image_shape[0] // 2, image_shape[1] // 2
    latents = keras.Input((latent_dim,))
    x = layers.Dense(h * w * 8, activation="relu")(latents)
    x = layers.Reshape((h, w, 8))(x)
    x = layers.UpSampling2D()(x)
    x = layers.Conv2D(8, 3, padding="same", activation="relu")(x)
    x = layers.Conv2D(1, 3, padding="same")(x)
    return keras.Model(latents, layers.Reshape(image_shape)(layers.Activation("tanh")(x)))


def make_image_discriminator(image_shape):
    images = keras.Input(image_shape)
    x = layers.Reshape((image_shape[0], image_shape[1], 1))(images)
    for filters in (8, 16):
        x = layers.Conv2D(filters, 3, strides=2, padding="same")(x)
        x = layers.Dropout(0.3)(layers.LeakyReLU()(x))
    return keras.Model(images, layers.Dense(1)(layers.Flatten()(x)))
