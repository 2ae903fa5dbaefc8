"""The mean of both terms in place of their sum.

Message: smoothed_discriminator_loss is 0.6931
Mistake: specification
"""

def smoothed_discriminator_loss(real_logits, fake_logits, real_target=0.9):
    bce = keras.losses.BinaryCrossentropy(from_logits=True)
    real = bce(real_target * ops.ones_like(real_logits), real_logits)
    return (real + bce(ops.zeros_like(fake_logits), fake_logits)) / 2
