"""The generator's loss is computed, but its update was forgotten.

Message: did not change the generator
Mistake: specification
"""

class GAN(keras.Model):
    def __init__(self, generator, discriminator, latent_dim):
        super().__init__()
        self.generator = generator
        self.discriminator = discriminator
        self.latent_dim = latent_dim

    def compile(self, g_optimizer, d_optimizer, **kwargs):
        super().compile(**kwargs)
        self.g_optimizer = g_optimizer
        self.d_optimizer = d_optimizer

    def train_step(self, real):
        latents = tf.random.normal((tf.shape(real)[0], self.latent_dim))
        with tf.GradientTape() as tape:
            d_loss = discriminator_loss(self.discriminator(real), self.discriminator(self.generator(latents)))
        weights = self.discriminator.trainable_variables
        self.d_optimizer.apply(tape.gradient(d_loss, weights), weights)
        g_loss = generator_loss(self.discriminator(self.generator(latents)))
        return {"d_loss": d_loss, "g_loss": g_loss}
