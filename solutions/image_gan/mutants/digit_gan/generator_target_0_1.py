"""The generator's target for its own images is 0.1, as if they should be fakes.

Message: but your history says
"""

class SmoothedGAN(GAN):
    def generator_loss(self, fake_logits):
        return ops.mean(0.1 * ops.softplus(-fake_logits) + 0.9 * ops.softplus(fake_logits))

    def discriminator_loss(self, real_logits, fake_logits):
        return smoothed_discriminator_loss(real_logits, fake_logits)


def train_image_gan(images, steps, seed, latent_dim=32):
    keras.utils.set_random_seed(seed)
    shape = images.shape[1:]
    generator = make_image_generator(latent_dim, shape)
    gan = SmoothedGAN(generator, make_image_discriminator(shape), latent_dim)
    rate = keras.optimizers.schedules.CosineDecay(2e-3, steps, alpha=0.05)
    history = fit_gan(gan, scale_images(images), steps, lr=rate)
    return generator, history
