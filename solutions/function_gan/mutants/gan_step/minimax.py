"""The generator goes up the discriminator's loss: the saturating loss of the minimax game.

Message: not what one update with its loss gives
Mistake: understanding
With: plain_gan
Change: g_loss = generator_loss(self.discriminator(self.generator(latents))) ->
    fake = self.discriminator(self.generator(latents))
    g_loss = -discriminator_loss(self.discriminator(real), fake)
"""
