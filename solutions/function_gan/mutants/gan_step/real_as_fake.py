"""The discriminator gets the real points twice, once as real and once as fake.

Message: not what one update with its loss gives
Mistake: understanding
With: plain_gan
Change: discriminator_loss(self.discriminator(real), self.discriminator(self.generator(latents)))
    -> discriminator_loss(self.discriminator(real), self.discriminator(real))
"""
