"""The weights that are returned are a moving average over the training.
"""

class SmoothedGAN(GAN):
    def train_step(self, real):
        losses = super().train_step(real)
        for mean, weight in zip(self.average.variables, self.generator.variables):
            mean.assign(0.98 * mean + 0.02 * weight)
        return losses

    def discriminator_loss(self, real_logits, fake_logits):
        return smoothed_discriminator_loss(real_logits, fake_logits)


def train_image_gan(images, steps, seed, latent_dim=32):
    keras.utils.set_random_seed(seed)
    shape = images.shape[1:]
    generator = make_image_generator(latent_dim, shape)
    gan = SmoothedGAN(generator, make_image_discriminator(shape), latent_dim)
    gan.average = keras.models.clone_model(generator)
    gan.average.set_weights(generator.get_weights())
    rate = keras.optimizers.schedules.CosineDecay(2e-3, steps, alpha=0.1)
    history = fit_gan(gan, scale_images(images), steps, lr=rate)
    generator.set_weights(gan.average.get_weights())
    return generator, history
