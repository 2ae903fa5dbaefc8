"""The latents are uniform between -1 and 1.

Message: The latents should be standard normal
"""

class SmoothedGAN(GAN):
    def train_step(self, real):
        normal = keras.random.normal
        keras.random.normal = lambda shape: keras.random.uniform(shape, -1, 1)
        try:
            return super().train_step(real)
        finally:
            keras.random.normal = normal

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
