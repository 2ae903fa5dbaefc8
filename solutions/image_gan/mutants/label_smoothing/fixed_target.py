"""The label 0.9 is written into the function.

Message: the best answer of the real term alone
Mistake: specification
"""

def smoothed_discriminator_loss(real_logits, fake_logits, real_target=0.9):
    bce = keras.losses.BinaryCrossentropy(from_logits=True)
    real = bce(0.9 * ops.ones_like(real_logits), real_logits)
    return real + bce(ops.zeros_like(fake_logits), fake_logits)
