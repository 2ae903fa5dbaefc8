"""The cross-entropy is the mean over real and fake points together: half of discriminator_loss.

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
        n = tf.shape(real)[0]
        points = tf.concat([real, self.generator(latents)], axis=0)
        labels = tf.concat([tf.ones((n, 1)), tf.zeros((n, 1))], axis=0)
        with tf.GradientTape() as tape:
            d_loss = keras.losses.BinaryCrossentropy(from_logits=True)(labels, self.discriminator(points))
        weights = self.discriminator.trainable_variables
        self.d_optimizer.apply(tape.gradient(d_loss, weights), weights)
        with tf.GradientTape() as tape:
            g_loss = generator_loss(self.discriminator(self.generator(latents)))
        weights = self.generator.trainable_variables
        self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
        return {"d_loss": d_loss, "g_loss": g_loss}
