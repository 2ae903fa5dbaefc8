"""The networks are not those of the notebook's functions.

Message: did not call the notebook's make_image_discriminator
Change: generator = make_image_generator(latent_dim, shape)
    -> generator, discriminator = own_networks(latent_dim, shape)
Change: make_image_discriminator(shape) -> discriminator
"""

def own_networks(latent_dim, shape):
    size = int(np.prod(shape))
    generator = keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(256, activation="relu"),
            layers.Dense(256, activation="relu"),
            layers.Dense(size, activation="tanh"),
            layers.Reshape(shape),
        ]
    )
    discriminator = keras.Sequential(
        [keras.Input(shape), layers.Flatten(), layers.Dense(256), layers.LeakyReLU(), layers.Dense(1)]
    )
    return generator, discriminator
