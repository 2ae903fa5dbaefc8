"""An update is a nested function, called for each network with its loss and optimizer.
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
        def fake_logits():
            latents = ops.cast(keras.random.normal((ops.shape(real)[0], self.latent_dim)), real.dtype)
            return self.discriminator(self.generator(latents))

        def update(network, optimizer, loss):
            with tf.GradientTape(watch_accessed_variables=False) as tape:
                tape.watch([weight.value for weight in network.trainable_variables])
                value = loss()
            gradients = tape.gradient(value, [weight.value for weight in network.trainable_variables])
            optimizer.apply_gradients(zip(gradients, network.trainable_variables))
            return value

        d_loss = update(
            self.discriminator,
            self.d_optimizer,
            lambda: discriminator_loss(self.discriminator(real), fake_logits()),
        )
        g_loss = update(self.generator, self.g_optimizer, lambda: generator_loss(fake_logits()))
        return dict(d_loss=d_loss, g_loss=g_loss)
