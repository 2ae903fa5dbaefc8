"""The R1 penalty in place of smoothing.
"""

class PenalisedGAN(GAN):
    def penalty(self, real):
        return 0.05 * r1_penalty(self.discriminator, real)


def train_image_gan(images, steps, seed, latent_dim=32):
    keras.utils.set_random_seed(seed)
    generator = make_image_generator(latent_dim, images.shape[1:])
    gan = PenalisedGAN(generator, make_image_discriminator(images.shape[1:]), latent_dim)
    rate = keras.optimizers.schedules.CosineDecay(2e-3, steps, alpha=0.05)
    return generator, fit_gan(gan, scale_images(images), steps, lr=rate)
