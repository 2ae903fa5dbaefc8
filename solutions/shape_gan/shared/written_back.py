"""The generator is always updated; where it rests, all that was before is written back."""


class UnevenGAN(GAN):
    def __init__(self, generator, discriminator, latent_dim, g_every=1):
        super().__init__(generator, discriminator, latent_dim)
        self.g_every = g_every
        self.steps_done = tf.Variable(0, trainable=False)

    def compile(self, g_optimizer, d_optimizer, **kwargs):
        super().compile(g_optimizer, d_optimizer, **kwargs)
        self.kept = list(self.generator.variables) + list(self.g_optimizer.variables)

    def train_step(self, real):
        d_loss = self.update_discriminator(real)
        works = self.steps_done % self.g_every == 0
        self.steps_done.assign_add(1)
        before = [tf.identity(variable.value) for variable in self.kept]
        g_loss = self.update_generator(ops.shape(real)[0])
        for variable, value in zip(self.kept, before):
            variable.assign(tf.where(works, variable.value, value))
        return {"d_loss": d_loss, "g_loss": g_loss}
