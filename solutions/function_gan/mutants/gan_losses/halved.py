"""The mean of the two terms in place of their sum: half of the loss.

Message: discriminator_loss is 0.6931, not 2 ln 2
Mistake: specification
"""

def discriminator_loss(real_logits, fake_logits):
    return (ops.mean(ops.softplus(-real_logits)) + ops.mean(ops.softplus(fake_logits))) / 2
