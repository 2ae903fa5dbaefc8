"""One loss for each point: the mean over the batch was forgotten.

Message: should be one number
Mistake: specification
"""

def discriminator_loss(real_logits, fake_logits):
    return ops.softplus(-real_logits) + ops.softplus(fake_logits)


def generator_loss(fake_logits):
    return ops.softplus(-fake_logits)
