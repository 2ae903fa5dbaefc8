"""Sums over the batch in place of means.

Message: discriminator_loss is
"""

def discriminator_loss(real_logits, fake_logits):
    return ops.sum(ops.softplus(-real_logits)) + ops.sum(ops.softplus(fake_logits))


def generator_loss(fake_logits):
    return ops.sum(ops.softplus(-fake_logits))
