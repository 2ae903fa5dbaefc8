"""The discriminator's optimizer counts; the generator works before the discriminator.
"""


class UnevenGAN(GAN):
    def __init__(self, generator, discriminator, latent_dim, g_every=1):
        super().__init__(generator, discriminator, latent_dim)
        self.g_every = g_every
        self.last = tf.Variable(0.7, trainable=False)

    def train_step(self, real):
        n = tf.shape(real)[0]
        turn = tf.equal(self.d_optimizer.iterations % self.g_every, 0)
        self.last.assign(tf.cond(turn, lambda: self.update_generator(n), lambda: self.last + 0.0))
        d_loss = self.update_discriminator(real)
        return {"g_loss": self.last + 0.0, "d_loss": d_loss}
