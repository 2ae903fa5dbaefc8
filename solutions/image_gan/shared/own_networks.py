"""Networks that are not those of the notebook."""


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
