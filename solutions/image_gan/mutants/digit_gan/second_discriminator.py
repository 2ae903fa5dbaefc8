"""The notebook's discriminator trains along, but another one teaches the generator.

Message: or another one is returned
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


class SmoothedGAN(GAN):
    def discriminator_loss(self, real_logits, fake_logits):
        return smoothed_discriminator_loss(real_logits, fake_logits)


def train_image_gan(images, steps, seed, latent_dim=32):
    keras.utils.set_random_seed(seed)
    shape = images.shape[1:]
    generator = make_image_generator(latent_dim, shape)
    unused = make_image_discriminator(shape)
    _, discriminator = own_networks(latent_dim, shape)
    gan = SmoothedGAN(generator, discriminator, latent_dim)
    rate = keras.optimizers.schedules.CosineDecay(2e-3, steps, alpha=0.05)
    history = fit_gan(gan, scale_images(images), steps, lr=rate)
    return generator, history
