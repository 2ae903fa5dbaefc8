"""0.1 and 0.9 are exchanged: real images get the label 0.1.

Message: At the real logit ln 9 = 2.197
"""

def smoothed_discriminator_loss(real_logits, fake_logits, real_target=0.9):
    real = (1 - real_target) * ops.softplus(-real_logits) + real_target * ops.softplus(real_logits)
    return ops.mean(real) + ops.mean(ops.softplus(fake_logits))
