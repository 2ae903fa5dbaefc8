"""Fake images get the label 0.1 as well.

Message: Fake images keep the label 0
Mistake: specification
"""

def smoothed_discriminator_loss(real_logits, fake_logits, real_target=0.9):
    bce = keras.losses.BinaryCrossentropy(from_logits=True)
    real = bce(real_target * ops.ones_like(real_logits), real_logits)
    return real + bce((1 - real_target) * ops.ones_like(fake_logits), fake_logits)
