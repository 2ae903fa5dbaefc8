"""A class of its own beside GAN: one-sided label smoothing to 0.9.

With: own_gan
Change: return discriminator_loss(self.discriminator(real), self.discriminator(fake)) ->
    real, fake = self.discriminator(real), self.discriminator(fake)
    real_loss = 0.9 * tf.nn.softplus(-real) + 0.1 * tf.nn.softplus(real)
    return tf.reduce_mean(real_loss) + tf.reduce_mean(tf.nn.softplus(fake))
"""
