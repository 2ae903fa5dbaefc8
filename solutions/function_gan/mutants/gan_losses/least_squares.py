"""The least-squares loss of another kind of GAN.

Message: discriminator_loss is 1.0000, not 2 ln 2
Mistake: understanding
"""

def discriminator_loss(real_logits, fake_logits):
    return ops.mean((real_logits - 1) ** 2) + ops.mean(fake_logits**2)


def generator_loss(fake_logits):
    return ops.mean((fake_logits - 1) ** 2)
