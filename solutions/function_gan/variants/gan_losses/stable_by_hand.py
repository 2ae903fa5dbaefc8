"""Softplus by hand, as max(x, 0) + ln(1 + e^-|x|), which cannot overflow.
"""

def softplus(x):
    return ops.maximum(x, 0.0) + ops.log1p(ops.exp(-ops.abs(x)))


def discriminator_loss(real_logits, fake_logits):
    return ops.mean(softplus(-real_logits)) + ops.mean(softplus(fake_logits))


def generator_loss(fake_logits):
    return ops.mean(softplus(-fake_logits))
