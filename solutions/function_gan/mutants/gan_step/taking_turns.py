"""The networks take turns: one step moves the discriminator, the next one the generator.

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
        fake = self.discriminator(self.generator(latents))
        d_loss = discriminator_loss(self.discriminator(real), fake)
        g_loss = generator_loss(fake)
        self.turn = not getattr(self, "turn", False)
        if self.turn:
            with tf.GradientTape() as tape:
                d_loss = discriminator_loss(self.discriminator(real), self.discriminator(self.generator(latents)))
            weights = self.discriminator.trainable_variables
            self.d_optimizer.apply(tape.gradient(d_loss, weights), weights)
        else:
            with tf.GradientTape() as tape:
                g_loss = generator_loss(self.discriminator(self.generator(latents)))
            weights = self.generator.trainable_variables
            self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
        return {"d_loss": d_loss, "g_loss": g_loss}
