"""One loss for each image: the mean was forgotten.

Message: should be one number
"""

def smoothed_discriminator_loss(real_logits, fake_logits, real_target=0.9):
    real = real_target * ops.softplus(-real_logits) + (1 - real_target) * ops.softplus(real_logits)
    return real + ops.softplus(fake_logits)
