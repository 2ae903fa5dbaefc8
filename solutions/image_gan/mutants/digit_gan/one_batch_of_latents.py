"""The latents are drawn once, with NumPy.

Message: different batches of latents
"""

class SmoothedGAN(GAN):
    def train_step(self, real):
        latents = np.random.default_rng(0).standard_normal((64, self.latent_dim)).astype("float32")
        with tf.GradientTape() as tape:
            d_loss = self.discriminator_loss(
                self.discriminator(real), self.discriminator(self.generator(latents))
            )
        weights = self.discriminator.trainable_variables
        self.d_optimizer.apply(tape.gradient(d_loss, weights), weights)
        with tf.GradientTape() as tape:
            g_loss = self.generator_loss(self.discriminator(self.generator(latents)))
        weights = self.generator.trainable_variables
        self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
        return {"d_loss": d_loss, "g_loss": g_loss}

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
