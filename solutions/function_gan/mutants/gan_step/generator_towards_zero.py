"""The generator is trained with the label 0: it learns to be recognised.

Message: not what one update with its loss gives
Mistake: understanding
With: plain_gan
Change: generator_loss(self.discriminator(self.generator(latents)))
    -> tf.reduce_mean(tf.nn.softplus(self.discriminator(self.generator(latents))))
"""
