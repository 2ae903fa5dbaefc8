"""The generator's loss is smoothed too, so it aims at images that look only fairly real.

Message: but your history says
"""


class SmoothedGAN(GAN):
    def discriminator_loss(self, real_logits, fake_logits):
        return smoothed_discriminator_loss(real_logits, fake_logits)

    def generator_loss(self, fake_logits):
        return ops.mean(0.9 * ops.softplus(-fake_logits) + 0.1 * ops.softplus(fake_logits))


def train_image_gan(images, steps, seed, latent_dim=32):
    keras.utils.set_random_seed(seed)
    shape = images.shape[1:]
    generator = make_image_generator(latent_dim, shape)
    gan = SmoothedGAN(generator, make_image_discriminator(shape), latent_dim)
    rate = keras.optimizers.schedules.CosineDecay(2e-3, steps, alpha=0.05)
    return generator, fit_gan(gan, scale_images(images), steps, lr=rate)
