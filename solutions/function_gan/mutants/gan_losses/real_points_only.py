"""The discriminator's loss looks at the real points only.

Message: discriminator_loss is 0.6931, not 2 ln 2
Mistake: understanding
"""

def discriminator_loss(real_logits, fake_logits):
    return ops.mean(ops.softplus(-real_logits))
