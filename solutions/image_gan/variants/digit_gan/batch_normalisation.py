"""Batch normalisation in the generator, some dropout in the discriminator, smoothing.
"""

def make_image_generator(latent_dim, image_shape):
    model = keras.Sequential([keras.Input((latent_dim,))])
    for width in (128, 256):
        model.add(layers.Dense(width))
        model.add(layers.BatchNormalization(momentum=0.8))
        model.add(layers.LeakyReLU(0.2))
    model.add(layers.Dense(int(np.prod(image_shape)), activation="tanh"))
    model.add(layers.Reshape(image_shape))
    return model


def make_image_discriminator(image_shape):
    model = keras.Sequential([keras.Input(image_shape), layers.Flatten()])
    for width in (256, 128):
        model.add(layers.Dense(width))
        model.add(layers.LeakyReLU(0.2))
        model.add(layers.Dropout(0.1))
    model.add(layers.Dense(1))
    return model


class SmoothedGAN(GAN):
    def discriminator_loss(self, real_logits, fake_logits):
        return smoothed_discriminator_loss(real_logits, fake_logits)


def train_image_gan(images, steps, seed, latent_dim=32):
    keras.utils.set_random_seed(seed)
    shape = images.shape[1:]
    generator = make_image_generator(latent_dim, shape)
    gan = SmoothedGAN(generator, make_image_discriminator(shape), latent_dim)
    rate = keras.optimizers.schedules.CosineDecay(3e-3, steps, alpha=0.05)
    history = fit_gan(gan, scale_images(images), steps, lr=rate)
    return generator, history
