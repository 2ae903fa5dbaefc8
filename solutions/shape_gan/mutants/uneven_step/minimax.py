"""The generator goes up the discriminator's loss.

Message: not what one update gives
Mistake: understanding
With: with_gradients
Change UnevenGAN: g_loss = self.generator_loss(self.discriminator(self.fake(n))) -> g_loss = -ops.mean(ops.softplus(self.discriminator(self.fake(n))))
"""
