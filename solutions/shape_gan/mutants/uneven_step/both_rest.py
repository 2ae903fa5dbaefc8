"""Both networks rest in the same steps.

Message: The discriminator should be updated in every step
Mistake: specification
Change UnevenGAN: d_loss = self.update_discriminator(real) ->
    d_loss = tf.cond(
        (self.steps_done + 1) % self.g_every == 0,
        lambda: self.update_discriminator(real),
        lambda: self.discriminator_loss(self.discriminator(real), self.discriminator(self.fake(n))),
    )
"""
