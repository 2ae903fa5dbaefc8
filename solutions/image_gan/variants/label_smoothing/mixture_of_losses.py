"""A mixture of two losses with hard labels; log-sigmoid in place of softplus.
"""

def cross_entropy(logits, label):
    return -ops.mean(ops.log_sigmoid(logits if label else -logits))


def smoothed_discriminator_loss(real_logits, fake_logits, real_target=0.9):
    share = 1 - real_target
    real = share * cross_entropy(real_logits, 0) + real_target * cross_entropy(real_logits, 1)
    return ops.add(real, cross_entropy(fake_logits, 0))
