"""The generator's own update draws its latents uniformly; the discriminator's are normal.

Message: The latents of both updates should be standard normal
Mistake: specification
Change: g_loss = generator_loss(self.discriminator(self.generator(latents)))
    -> g_loss = generator_loss(self.discriminator(self.generator(keras.random.uniform(shape))))
"""
