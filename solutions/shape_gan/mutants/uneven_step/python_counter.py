"""The counter is a Python number: it is read once, while the step is compiled.

Message: A counter that is a Python number is read only once
Mistake: understanding
"""


class UnevenGAN(GAN):
    def __init__(self, generator, discriminator, latent_dim, g_every=1):
        super().__init__(generator, discriminator, latent_dim)
        self.g_every = g_every
        self.steps_done = 0

    def train_step(self, real):
        n = ops.shape(real)[0]
        d_loss = self.update_discriminator(real)
        self.steps_done += 1
        if self.steps_done % self.g_every == 0:
            g_loss = self.update_generator(n)
        else:
            g_loss = self.generator_loss(self.discriminator(self.fake(n)))
        return {"d_loss": d_loss, "g_loss": g_loss}
