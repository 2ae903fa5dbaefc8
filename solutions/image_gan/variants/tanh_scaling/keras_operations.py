"""Keras' Rescaling layer scales; Keras' operations clip first and round to the even number.

The generator's tanh is written as 2·sigmoid(x) - 1, which is tanh(x / 2).
"""

def scale_images(images):
    return ops.convert_to_numpy(layers.Rescaling(1 / 127.5, offset=-1)(images))


def unscale_images(x):
    grey = ops.round((ops.clip(x, -1, 1) + 1) * 127.5)
    return ops.convert_to_numpy(ops.cast(grey, "uint8"))


def make_image_generator(latent_dim, image_shape):
    latents = keras.Input((latent_dim,))
    x = layers.LeakyReLU()(layers.LayerNormalization()(layers.Dense(256)(latents)))
    x = layers.LeakyReLU()(layers.LayerNormalization()(layers.Dense(256)(x)))
    x = layers.Dense(np.prod(image_shape).item(), activation="sigmoid")(x)
    return keras.Model(latents, layers.Rescaling(2.0, offset=-1.0)(layers.Reshape(image_shape)(x)))
