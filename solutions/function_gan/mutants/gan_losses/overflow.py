"""Softplus is written out as ln(1 + e^x), which overflows at large logits.

Message: At logits of
Mistake: specification
"""

def discriminator_loss(real_logits, fake_logits):
    real = ops.mean(ops.log(1 + ops.exp(-real_logits)))
    return real + ops.mean(ops.log(1 + ops.exp(fake_logits)))


def generator_loss(fake_logits):
    return ops.mean(ops.log(1 + ops.exp(-fake_logits)))
