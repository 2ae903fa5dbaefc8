"""Both losses are added, and both networks go down the sum: the generator also helps the discriminator.

Message: not what one update with its loss gives
Mistake: understanding
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
        with tf.GradientTape(persistent=True) as tape:
            fake = self.discriminator(self.generator(latents))
            d_loss = discriminator_loss(self.discriminator(real), fake)
            g_loss = generator_loss(fake)
            loss = d_loss + g_loss
        weights = self.discriminator.trainable_variables
        self.d_optimizer.apply(tape.gradient(loss, weights), weights)
        weights = self.generator.trainable_variables
        self.g_optimizer.apply(tape.gradient(loss, weights), weights)
        return {"d_loss": d_loss, "g_loss": g_loss}
