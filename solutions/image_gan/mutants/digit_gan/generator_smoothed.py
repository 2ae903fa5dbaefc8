"""The generator's loss is smoothed too, so it aims at images that look only fairly real.

Message: your history differs by
Mistake: understanding
"""

class SmoothedGAN(GAN):
    def discriminator_loss(self, real_logits, fake_logits):
        return smoothed_discriminator_loss(real_logits, fake_logits)

    def generator_loss(self, fake_logits):
        return ops.mean(0.9 * ops.softplus(-fake_logits) + 0.1 * ops.softplus(fake_logits))
