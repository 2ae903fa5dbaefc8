"""A call of train_step is one critic update; the generator follows in every n_critic-th, counted in Python.

Message: after a step the critic's weights
Mistake: specification
"""

class WGAN(keras.Model):
    def __init__(self, generator, critic, latent_dim, n_critic=3, weight=1.0):
        super().__init__()
        self.generator, self.critic = generator, critic
        self.latent_dim, self.n_critic, self.weight = latent_dim, n_critic, weight
        self.number = 0

    def compile(self, g_optimizer, c_optimizer, **kwargs):
        super().compile(**kwargs)
        self.g_optimizer = g_optimizer
        self.c_optimizer = c_optimizer

    def train_step(self, real):
        batch = ops.shape(real)[0] // self.n_critic
        part = real[self.number % self.n_critic * batch :][:batch]
        self.number += 1
        fake = self.generator(keras.random.normal((batch, self.latent_dim)), training=True)
        with tf.GradientTape() as tape:
            distance = ops.mean(self.critic(part)) - ops.mean(self.critic(fake))
            penalty = gradient_penalty(self.critic, part, fake, keras.random.uniform((batch,)))
            c_loss = self.weight * penalty - distance
        weights = self.critic.trainable_variables
        self.c_optimizer.apply(tape.gradient(c_loss, weights), weights)
        with tf.GradientTape() as tape:
            fake = self.generator(keras.random.normal((batch, self.latent_dim)), training=True)
            g_loss = -ops.mean(self.critic(fake))
        if self.number % self.n_critic == 0:
            weights = self.generator.trainable_variables
            self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
        return {"c_loss": c_loss, "g_loss": g_loss, "distance": distance}
