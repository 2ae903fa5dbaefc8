"""The usual loss plus (1 - t)·x: softplus(x) is softplus(-x) + x.
"""

def smoothed_discriminator_loss(real_logits, fake_logits, real_target=0.9):
    usual = ops.mean(ops.softplus(-real_logits)) + ops.mean(ops.softplus(fake_logits))
    return usual + (1 - real_target) * ops.mean(real_logits)
