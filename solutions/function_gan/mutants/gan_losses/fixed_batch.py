"""The sum is divided by a batch size of 8 that is written into the function.

Message: It is a mean over the batch
Mistake: specification
"""

def discriminator_loss(real_logits, fake_logits):
    return (ops.sum(ops.softplus(-real_logits)) + ops.sum(ops.softplus(fake_logits))) / 8


def generator_loss(fake_logits):
    return ops.sum(ops.softplus(-fake_logits)) / 8
