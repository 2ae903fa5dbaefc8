"""The latents are uniform between -1 and 1.

Message: The latents should be standard normal
Mistake: specification
"""

class SmoothedGAN(GAN):
    def train_step(self, real):
        normal = keras.random.normal
        keras.random.normal = lambda shape: keras.random.uniform(shape, -1, 1)
        try:
            return super().train_step(real)
        finally:
            keras.random.normal = normal

    def discriminator_loss(self, real_logits, fake_logits):
        return smoothed_discriminator_loss(real_logits, fake_logits)
