"""keras.ops.cond chooses, and a metric counts the steps.
"""


class UnevenGAN(GAN):
    def __init__(self, generator, discriminator, latent_dim, g_every=1):
        super().__init__(generator, discriminator, latent_dim)
        self.g_every = g_every
        self.count = keras.Variable(0, dtype="int64", trainable=False)

    def train_step(self, real):
        n = ops.shape(real)[0]
        d_loss = self.update_discriminator(real)
        g_loss = ops.cond(
            ops.equal(self.count, self.g_every - 1),
            lambda: self.update_generator(n),
            lambda: self.generator_loss(self.discriminator(self.fake(n))),
        )
        self.count.assign((self.count + 1) % self.g_every)
        return {"d_loss": d_loss, "g_loss": g_loss}
