"""An UnevenGAN that writes the generator's update out."""


class UnevenGAN(GAN):
    def __init__(self, generator, discriminator, latent_dim, g_every=1):
        super().__init__(generator, discriminator, latent_dim)
        self.g_every = g_every
        self.steps_done = tf.Variable(0, trainable=False)

    def train_step(self, real):
        n = ops.shape(real)[0]
        d_loss = self.update_discriminator(real)

        def work():
            with tf.GradientTape() as tape:
                g_loss = self.generator_loss(self.discriminator(self.fake(n)))
            weights = self.generator.trainable_variables
            self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
            return g_loss

        def rest():
            return tf.constant(0.0)

        turn = self.steps_done % self.g_every == 0
        self.steps_done.assign_add(1)
        g_loss = tf.cond(turn, work, rest)
        return {"d_loss": d_loss, "g_loss": g_loss}
