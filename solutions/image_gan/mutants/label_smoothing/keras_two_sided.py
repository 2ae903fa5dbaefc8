"""Keras' label_smoothing=0.1 moves both labels: 0.95 for real, 0.05 for fake.

Message: At the real logit ln 9 = 2.197
Mistake: specification
"""

def smoothed_discriminator_loss(real_logits, fake_logits, real_target=0.9):
    bce = keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=1 - real_target)
    real = bce(ops.ones_like(real_logits), real_logits)
    return real + bce(ops.zeros_like(fake_logits), fake_logits)
