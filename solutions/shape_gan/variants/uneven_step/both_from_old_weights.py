"""Both gradients are computed from the old weights, with one batch of latents; the counter is a weight of the model.
"""


class UnevenGAN(GAN):
    def __init__(self, generator, discriminator, latent_dim, g_every=1):
        super().__init__(generator, discriminator, latent_dim)
        self.g_every = g_every
        self.counter = self.add_weight(shape=(), initializer="zeros", dtype="int32", trainable=False, name="counter")

    def train_step(self, real):
        with tf.GradientTape(persistent=True) as tape:
            fake_logits = self.discriminator(self.fake(ops.shape(real)[0]))
            d_loss = self.discriminator_loss(self.discriminator(real), fake_logits)
            g_loss = self.generator_loss(fake_logits)
        d_weights = self.discriminator.trainable_variables
        g_weights = self.generator.trainable_variables
        d_gradients, g_gradients = tape.gradient(d_loss, d_weights), tape.gradient(g_loss, g_weights)
        self.d_optimizer.apply(d_gradients, d_weights)
        self.counter.assign((self.counter + 1) % self.g_every)

        def work():
            self.g_optimizer.apply(g_gradients, g_weights)
            return 0

        tf.cond(tf.equal(self.counter, 0), work, lambda: 0)
        return {"d_loss": d_loss, "g_loss": g_loss}
