"""Latents are a function of a seed and of a counter of the steps; the discriminator is frozen and thawed again.
"""

class GAN(keras.Model):
    def __init__(self, generator, discriminator, latent_dim):
        super().__init__()
        self.generator = generator
        self.discriminator = discriminator
        self.latent_dim = latent_dim
        self.first = int(np.random.randint(2**30))
        self.counter = tf.Variable(0, trainable=False)

    def compile(self, g_optimizer, d_optimizer, **kwargs):
        super().compile(**kwargs)
        self.g_optimizer = g_optimizer
        self.d_optimizer = d_optimizer

    def train_step(self, real):
        self.counter.assign_add(1)
        shape = (tf.shape(real)[0], self.latent_dim)
        latents = tf.random.stateless_normal(shape, seed=tf.stack([self.first, self.counter]))
        fake = tf.stop_gradient(self.generator(latents))
        with tf.GradientTape() as tape:
            d_loss = discriminator_loss(self.discriminator(real), self.discriminator(fake))
        weights = self.discriminator.trainable_variables
        self.d_optimizer.apply(tape.gradient(d_loss, weights), weights)

        self.discriminator.trainable = False
        with tf.GradientTape() as tape:
            g_loss = generator_loss(self.discriminator(self.generator(latents)))
        self.discriminator.trainable = True
        weights = self.generator.trainable_variables
        self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
        return {"d_loss": d_loss, "g_loss": g_loss, "steps": self.counter}
