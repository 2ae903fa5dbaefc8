"""The generator is updated before the critic.

Message: and then one of the generator
Mistake: specification
"""

class WGAN(keras.Model):
    def __init__(self, generator, critic, latent_dim, n_critic=3, weight=1.0):
        super().__init__()
        self.generator = generator
        self.critic = critic
        self.latent_dim = latent_dim
        self.n_critic = n_critic
        self.weight = weight

    def compile(self, g_optimizer, c_optimizer, **kwargs):
        super().compile(**kwargs)
        self.g_optimizer = g_optimizer
        self.c_optimizer = c_optimizer

    def train_step(self, real):
        batch = ops.shape(real)[0] // self.n_critic
        with tf.GradientTape() as tape:
            fake = self.generator(keras.random.normal((batch, self.latent_dim)), training=True)
            g_loss = -ops.mean(self.critic(fake))
        weights = self.generator.trainable_variables
        self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
        for number in range(self.n_critic):
            part = real[number * batch : (number + 1) * batch]
            fake = self.generator(keras.random.normal((batch, self.latent_dim)), training=True)
            mix = keras.random.uniform((batch,))
            with tf.GradientTape() as tape:
                distance = ops.mean(self.critic(part)) - ops.mean(self.critic(fake))
                c_loss = self.weight * gradient_penalty(self.critic, part, fake, mix) - distance
            weights = self.critic.trainable_variables
            self.c_optimizer.apply(tape.gradient(c_loss, weights), weights)
        return {"c_loss": c_loss, "g_loss": g_loss, "distance": distance}
