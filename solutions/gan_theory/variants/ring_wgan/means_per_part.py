"""The loss is a mean of differences, and the penalty is written out.
"""

class WGAN(keras.Model):
    def __init__(self, generator, critic, latent_dim, n_critic=3, weight=1.0):
        super().__init__()
        self.generator, self.critic = generator, critic
        self.latent_dim, self.n_critic, self.weight = latent_dim, n_critic, weight

    def compile(self, g_optimizer, c_optimizer, **kwargs):
        super().compile(**kwargs)
        self.g_optimizer, self.c_optimizer = g_optimizer, c_optimizer

    def train_step(self, real):
        batch = ops.shape(real)[0] // self.n_critic
        shape = (batch, self.latent_dim)
        for number in range(self.n_critic):
            part = real[number * batch : (number + 1) * batch]
            fake = self.generator(tf.random.normal(shape), training=True)
            with tf.GradientTape() as tape:
                distance = ops.mean(self.critic(part) - self.critic(fake))
                mixed = fake + tf.random.uniform((batch, 1)) * (part - fake)
                with tf.GradientTape() as inner:
                    inner.watch(mixed)
                    scores = self.critic(mixed)
                steep = tf.sqrt(tf.reduce_sum(inner.gradient(scores, mixed) ** 2, axis=1) + 1e-12)
                c_loss = self.weight * tf.reduce_mean((steep - 1) ** 2) - distance
            weights = self.critic.trainable_variables
            self.c_optimizer.apply(tape.gradient(c_loss, weights), weights)
        with tf.GradientTape() as tape:
            fake = self.generator(tf.random.normal(shape), training=True)
            g_loss = -ops.mean(self.critic(fake))
        weights = self.generator.trainable_variables
        self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
        return {"c_loss": c_loss, "g_loss": g_loss, "distance": distance}
