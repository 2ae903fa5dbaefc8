"""Where the generator should rest, its gradients are multiplied by 0: Adam moves on.

Message: With g_every = 2 the generator should move in every second
Mistake: understanding
"""


class UnevenGAN(GAN):
    def __init__(self, generator, discriminator, latent_dim, g_every=1):
        super().__init__(generator, discriminator, latent_dim)
        self.g_every = g_every
        self.steps_done = tf.Variable(0, trainable=False)

    def train_step(self, real):
        d_loss = self.update_discriminator(real)
        works = tf.cast(self.steps_done % self.g_every == 0, tf.float32)
        self.steps_done.assign_add(1)
        with tf.GradientTape() as tape:
            g_loss = self.generator_loss(self.discriminator(self.fake(ops.shape(real)[0])))
        weights = self.generator.trainable_variables
        gradients = [works * gradient for gradient in tape.gradient(g_loss, weights)]
        self.g_optimizer.apply(gradients, weights)
        return {"d_loss": d_loss, "g_loss": g_loss}
