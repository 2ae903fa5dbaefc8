"""Conv2DTranspose, then BatchNormalization as the last layer with weights, tanh as a layer of its own.

The discriminator ends with a convolution over the whole image. Batch normalisation right before tanh
makes digits near the limit of what digit_gan asks for, in each of four forms that were tried.

May lose: digit_gan
"""

def make_image_generator(latent_dim, image_shape):
    h, w = image_shape[0] // 2, image_shape[1] // 2
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(h * w * 8, use_bias=False),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.Reshape((h, w, 8)),
            layers.Conv2DTranspose(1, 4, strides=2, padding="same", use_bias=False),
            layers.BatchNormalization(),
            layers.Activation("tanh"),
            layers.Reshape(image_shape),
        ]
    )


def make_image_discriminator(image_shape):
    h, w = image_shape[:2]
    return keras.Sequential(
        [
            keras.Input(image_shape),
            layers.Reshape((h, w, 1)),
            layers.Conv2D(8, 3, strides=2, padding="same"),
            layers.LeakyReLU(0.2),
            layers.Conv2D(1, (h // 2, w // 2)),
            layers.Flatten(),
        ]
    )
