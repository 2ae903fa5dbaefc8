"""A coarse and a fine image are added before tanh. The logit is a mean over many places.

The fine image starts with zero weights, so an untrained generator ignores it. A mean logit says
little about where an image is wrong: the generator learns few digits.

May lose: digit_gan
"""

def make_image_generator(latent_dim, image_shape):
    h, w = image_shape[:2]
    latents = keras.Input((latent_dim,))
    hidden = layers.Dense(64, activation="relu")(latents)
    coarse = layers.Reshape((h // 2, w // 2, 1))(layers.Dense(h * w // 4)(hidden))
    coarse = layers.UpSampling2D(interpolation="bilinear")(coarse)
    fine = layers.Dense(h * w, kernel_initializer="zeros")(layers.Dense(64, activation="elu")(hidden))
    both = layers.Add()([coarse, layers.Reshape((h, w, 1))(fine)])
    return keras.Model(latents, layers.Activation("tanh")(layers.Reshape(image_shape)(both)))


def make_image_discriminator(image_shape):
    images = keras.Input(image_shape)
    x = layers.Reshape((*image_shape[:2], 1))(images)
    x = layers.GaussianNoise(0.1)(x)
    x = layers.LeakyReLU(0.2)(layers.Conv2D(16, 4, strides=2, padding="same")(x))
    x = layers.Conv2D(1, 3, padding="same", kernel_initializer="zeros")(x)
    return keras.Model(images, layers.GlobalAveragePooling2D()(x))
