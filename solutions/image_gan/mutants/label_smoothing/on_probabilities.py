"""A cross-entropy on probabilities, made from the logits by a sigmoid, with a small number added.

Message: the loss should be
Mistake: specification
"""

def smoothed_discriminator_loss(real_logits, fake_logits, real_target=0.9):
    real, fake = ops.sigmoid(real_logits), ops.sigmoid(fake_logits)
    real = real_target * ops.log(real + 1e-7) + (1 - real_target) * ops.log(1 - real + 1e-7)
    return -ops.mean(real) - ops.mean(ops.log(1 - fake + 1e-7))
