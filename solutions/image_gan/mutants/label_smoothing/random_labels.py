"""Noisy labels between 0.8 and 1: on average 0.9, but not the same in each call.

Message: the loss should be
Mistake: understanding
"""

def smoothed_discriminator_loss(real_logits, fake_logits, real_target=0.9):
    bce = keras.losses.BinaryCrossentropy(from_logits=True)
    labels = keras.random.uniform(ops.shape(real_logits), 2 * real_target - 1, 1.0)
    return bce(labels, real_logits) + bce(ops.zeros_like(fake_logits), fake_logits)
