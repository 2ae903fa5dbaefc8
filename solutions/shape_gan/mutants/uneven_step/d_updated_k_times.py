"""The discriminator makes g_every updates in a step, and the generator one in each.

Message: the generator should move in every second
Mistake: understanding
"""


class UnevenGAN(GAN):
    def __init__(self, generator, discriminator, latent_dim, g_every=1):
        super().__init__(generator, discriminator, latent_dim)
        self.g_every = g_every

    def train_step(self, real):
        for _ in range(self.g_every):
            d_loss = self.update_discriminator(real)
        return {"d_loss": d_loss, "g_loss": self.update_generator(ops.shape(real)[0])}
