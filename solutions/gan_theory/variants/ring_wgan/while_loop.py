"""A loop of TensorFlow goes over the critic updates.
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
        weights = self.critic.trainable_variables
        self.c_optimizer.build(weights)

        def update(number, c_loss, distance):
            part = real[number * batch : (number + 1) * batch]
            fake = self.generator(keras.random.normal((batch, self.latent_dim)), training=True)
            with tf.GradientTape() as tape:
                distance = ops.mean(self.critic(part)) - ops.mean(self.critic(fake))
                penalty = gradient_penalty(self.critic, part, fake, keras.random.uniform((batch,)))
                c_loss = self.weight * penalty - distance
            self.c_optimizer.apply(tape.gradient(c_loss, weights), weights)
            return number + 1, c_loss, distance

        begin = tf.constant(0), tf.constant(0.0), tf.constant(0.0)
        _, c_loss, distance = tf.while_loop(lambda n, *_: n < self.n_critic, update, begin)
        with tf.GradientTape() as tape:
            fake = self.generator(keras.random.normal((batch, self.latent_dim)), training=True)
            g_loss = -ops.mean(self.critic(fake))
        weights_g = self.generator.trainable_variables
        self.g_optimizer.apply(tape.gradient(g_loss, weights_g), weights_g)
        return {"c_loss": c_loss, "g_loss": g_loss, "distance": distance}
