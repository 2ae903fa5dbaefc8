"""Logits are clipped to ±100 first: nothing is left to learn from beyond.

Message: the loss should be
Mistake: understanding
"""

def smoothed_discriminator_loss(real_logits, fake_logits, real_target=0.9):
    real, fake = (ops.clip(logits, -100, 100) for logits in (real_logits, fake_logits))
    real = real_target * ops.softplus(-real) + (1 - real_target) * ops.softplus(real)
    return ops.mean(real) + ops.mean(ops.softplus(fake))
