"""The latents are drawn once, with NumPy.

Message: different batches of latents
Mistake: understanding
Breaks: latents
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
