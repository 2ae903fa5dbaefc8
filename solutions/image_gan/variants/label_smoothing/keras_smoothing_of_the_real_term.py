"""Keras' label_smoothing, doubled and for the real images only: 1 becomes real_target.
"""

def smoothed_discriminator_loss(real_logits, fake_logits, real_target=0.9):
    smooth = keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=2 * (1 - real_target))
    plain = keras.losses.BinaryCrossentropy(from_logits=True)
    real = smooth(ops.ones_like(real_logits), real_logits)
    return real + plain(ops.zeros_like(fake_logits), fake_logits)
