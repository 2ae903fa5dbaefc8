"""The notebook's discriminator trains along, but another one teaches the generator.

Message: or another one is returned
Change: gan = SmoothedGAN(generator, make_image_discriminator(shape), latent_dim) ->
    unused = make_image_discriminator(shape)
    _, discriminator = own_networks(latent_dim, shape)
    gan = SmoothedGAN(generator, discriminator, latent_dim)
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
