"""The R1 penalty instead of label smoothing.
"""


class PenalisedGAN(GAN):
    def penalty(self, real):
        with tf.GradientTape() as tape:
            tape.watch(real)
            logits = self.discriminator(real, training=True)
        return 0.05 * ops.mean(ops.sum(tape.gradient(logits, real) ** 2, axis=(1, 2)))


def train_image_gan(images, steps, seed, latent_dim=32):
    keras.utils.set_random_seed(seed)
    shape = images.shape[1:]
    generator = make_image_generator(latent_dim, shape)
    gan = PenalisedGAN(generator, make_image_discriminator(shape), latent_dim)
    rate = keras.optimizers.schedules.CosineDecay(2e-3, steps, alpha=0.05)
    return generator, fit_gan(gan, scale_images(images), steps, lr=rate)
