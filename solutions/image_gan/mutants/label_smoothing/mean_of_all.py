"""Twice the mean over all images: right only for as many fake images as real ones.

Message: For 64 real and 16 fake logits
Mistake: specification
"""

def smoothed_discriminator_loss(real_logits, fake_logits, real_target=0.9):
    bce = keras.losses.BinaryCrossentropy(from_logits=True)
    labels = [real_target * ops.ones_like(real_logits), ops.zeros_like(fake_logits)]
    logits = ops.concatenate([real_logits, fake_logits], axis=0)
    return 2 * bce(ops.concatenate(labels, axis=0), logits)
