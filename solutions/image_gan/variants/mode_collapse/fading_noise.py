"""Noise on real and fake points before the discriminator sees them; it fades.

Change: SmoothGAN(generator, make_ring_discriminator(), generator.input_shape[1])
    -> NoisyGAN(generator, make_ring_discriminator(), generator.input_shape[1], steps)
Change: keras.optimizers.schedules.CosineDecay(1e-2, steps, alpha=0.02)
    -> keras.optimizers.schedules.CosineDecay(5e-3, steps, alpha=0.02)
"""

class NoisyGAN(GAN):
    def __init__(self, generator, discriminator, latent_dim, steps):
        super().__init__(generator, discriminator, latent_dim)
        self.steps = steps

    def blur(self, points):
        done = ops.cast(self.d_optimizer.iterations, "float32") / (0.8 * self.steps)
        return points + 0.3 * ops.maximum(0.0, 1 - done) * keras.random.normal(ops.shape(points))

    def train_step(self, real):
        shape = (ops.shape(real)[0], self.latent_dim)
        with tf.GradientTape() as tape:
            fake = self.generator(keras.random.normal(shape))
            real_logits = self.discriminator(self.blur(real))
            d_loss = self.discriminator_loss(real_logits, self.discriminator(self.blur(fake)))
        weights = self.discriminator.trainable_variables
        self.d_optimizer.apply(tape.gradient(d_loss, weights), weights)
        with tf.GradientTape() as tape:
            fake = self.generator(keras.random.normal(shape))
            g_loss = self.generator_loss(self.discriminator(self.blur(fake)))
        weights = self.generator.trainable_variables
        self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
        return {"d_loss": d_loss, "g_loss": g_loss}
