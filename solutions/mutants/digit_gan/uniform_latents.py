"""The generator learns from uniform latents and is used with normal ones.

Message: The latents should be standard normal
"""


class SmoothedGAN(GAN):
    def train_step(self, real):
        shape = (ops.shape(real)[0], self.latent_dim)
        with tf.GradientTape(persistent=True) as tape:
            fake = self.generator(keras.random.uniform(shape, -1, 1), training=True)
            fake_logits = self.discriminator(fake, training=True)
            real_logits = self.discriminator(real, training=True)
            d_loss = self.discriminator_loss(real_logits, fake_logits)
            g_loss = self.generator_loss(fake_logits)
        for loss, network, optimizer in (
            (d_loss, self.discriminator, self.d_optimizer),
            (g_loss, self.generator, self.g_optimizer),
        ):
            weights = network.trainable_variables
            optimizer.apply(tape.gradient(loss, weights), weights)
        return {"d_loss": d_loss, "g_loss": g_loss}


def train_image_gan(images, steps, seed, latent_dim=32):
    keras.utils.set_random_seed(seed)
    shape = images.shape[1:]
    generator = make_image_generator(latent_dim, shape)
    gan = SmoothedGAN(generator, make_image_discriminator(shape), latent_dim)
    rate = keras.optimizers.schedules.CosineDecay(2e-3, steps, alpha=0.05)
    return generator, fit_gan(gan, scale_images(images), steps, lr=rate)
