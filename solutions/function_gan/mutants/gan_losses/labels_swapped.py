"""Real and fake are swapped in the discriminator's loss.

Message: discriminator_loss should be small when real logits are high
Mistake: understanding
"""

def discriminator_loss(real_logits, fake_logits):
    return ops.mean(ops.softplus(real_logits)) + ops.mean(ops.softplus(-fake_logits))
