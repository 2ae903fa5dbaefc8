"""The arguments of discriminator_loss are swapped: fake points count as real ones.

Message: not what one update with its loss gives
Mistake: understanding
With: plain_gan
Change: discriminator_loss(self.discriminator(real), self.discriminator(self.generator(latents)))
    -> discriminator_loss(self.discriminator(self.generator(latents)), self.discriminator(real))
"""
