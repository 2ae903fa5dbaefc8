"""Twice the mean over all points: right only if there are as many fake points as real ones.

Message: For 64 real and 16 fake logits
Mistake: specification
"""

def discriminator_loss(real_logits, fake_logits):
    labels = ops.concatenate([ops.ones_like(real_logits), ops.zeros_like(fake_logits)], axis=0)
    logits = ops.concatenate([real_logits, fake_logits], axis=0)
    return 2 * keras.losses.BinaryCrossentropy(from_logits=True)(labels, logits)
