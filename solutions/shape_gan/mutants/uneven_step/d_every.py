"""The wrong network rests.

Message: The discriminator should be updated in every step
Mistake: specification
"""


class UnevenGAN(GAN):
    def __init__(self, generator, discriminator, latent_dim, g_every=1):
        super().__init__(generator, discriminator, latent_dim)
        self.g_every = g_every
        self.steps_done = tf.Variable(0, trainable=False)

    def train_step(self, real):
        n = ops.shape(real)[0]
        g_loss = self.update_generator(n)
        self.steps_done.assign_add(1)
        d_loss = tf.cond(
            self.steps_done % self.g_every == 0,
            lambda: self.update_discriminator(real),
            lambda: self.discriminator_loss(self.discriminator(real), self.discriminator(self.fake(n))),
        )
        return {"d_loss": d_loss, "g_loss": g_loss}
