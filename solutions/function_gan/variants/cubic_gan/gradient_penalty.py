"""A class of its own beside GAN: a penalty on the discriminator's gradient at real points (R1).

With: own_gan
Change: return discriminator_loss(self.discriminator(real), self.discriminator(fake)) ->
    with tf.GradientTape() as tape:
        tape.watch(real)
        logits = self.discriminator(real)
    penalty = tf.reduce_mean(tf.reduce_sum(tape.gradient(logits, real) ** 2, axis=1))
    return discriminator_loss(logits, self.discriminator(fake)) + 0.05 * penalty
"""
