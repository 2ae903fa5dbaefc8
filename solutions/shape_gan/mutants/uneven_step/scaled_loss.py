"""The generator's loss is multiplied by g_every, to make up for the rest.

Message: not what one update gives
Mistake: understanding
With: with_gradients
Change UnevenGAN: g_loss = self.generator_loss(self.discriminator(self.fake(n))) -> g_loss = self.g_every * self.generator_loss(self.discriminator(self.fake(n)))
"""
