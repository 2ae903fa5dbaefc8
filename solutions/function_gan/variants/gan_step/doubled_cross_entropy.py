"""The mean cross-entropy over real and fake points together, times two: the same as the sum of both means.
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
        n = ops.shape(real)[0]
        cross_entropy = keras.losses.BinaryCrossentropy(from_logits=True)
        fake = self.generator(keras.random.normal((n, self.latent_dim)), training=True)
        points = ops.concatenate([fake, real], axis=0)
        labels = ops.concatenate([ops.zeros((n, 1)), ops.ones((n, 1))], axis=0)
        with tf.GradientTape() as tape:
            d_loss = 2 * cross_entropy(labels, self.discriminator(points, training=True))
        d_gradients = tape.gradient(d_loss, self.discriminator.trainable_weights)
        self.d_optimizer.apply_gradients(zip(d_gradients, self.discriminator.trainable_weights))

        with tf.GradientTape() as tape:
            fake = self.generator(keras.random.normal((n, self.latent_dim)), training=True)
            g_loss = cross_entropy(ops.ones((n, 1)), self.discriminator(fake))
        g_gradients = tape.gradient(g_loss, self.generator.trainable_weights)
        self.g_optimizer.apply_gradients(zip(g_gradients, self.generator.trainable_weights))
        return {"g_loss": g_loss, "d_loss": d_loss}
