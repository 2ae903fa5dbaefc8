"""The plain cross-entropy, with a learning rate that falls.
"""


def train_image_gan(images, steps, seed, latent_dim=32):
    keras.utils.set_random_seed(seed)
    shape = images.shape[1:]
    generator = make_image_generator(latent_dim, shape)
    gan = GAN(generator, make_image_discriminator(shape), latent_dim)
    rate = keras.optimizers.schedules.CosineDecay(2e-3, steps, alpha=0.05)
    return generator, fit_gan(gan, scale_images(images), steps, lr=rate)
