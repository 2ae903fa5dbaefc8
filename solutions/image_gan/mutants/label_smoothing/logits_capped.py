"""No other label, but real logits above ln 9 are cut off: the gradient is 0 beyond, too.

Message: the loss should be
"""

def smoothed_discriminator_loss(real_logits, fake_logits, real_target=0.9):
    best = float(np.log(real_target / (1 - real_target))) if real_target < 1 else 1e9
    real = ops.softplus(-ops.minimum(real_logits, best))
    return ops.mean(real) + ops.mean(ops.softplus(fake_logits))
