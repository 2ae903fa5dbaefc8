"""The real term is multiplied by 0.9 in place of a label of 0.9.

Message: smoothed_discriminator_loss is 1.3170
"""

def smoothed_discriminator_loss(real_logits, fake_logits, real_target=0.9):
    real = real_target * ops.softplus(-real_logits)
    return ops.mean(real) + ops.mean(ops.softplus(fake_logits))
