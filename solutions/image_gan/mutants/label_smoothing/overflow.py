"""Softplus is written out as ln(1 + e^x), which overflows.

Message: At real logits of
Mistake: specification
"""

def softplus(x):
    return ops.log(1 + ops.exp(x))


def smoothed_discriminator_loss(real_logits, fake_logits, real_target=0.9):
    real = real_target * softplus(-real_logits) + (1 - real_target) * softplus(real_logits)
    return ops.mean(real) + ops.mean(softplus(fake_logits))
