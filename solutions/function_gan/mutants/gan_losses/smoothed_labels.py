"""Real points get the label 0.9: one-sided smoothing, which is another loss. At zero logits it looks the same.

Message: times what it should be
Mistake: understanding
"""

def discriminator_loss(real_logits, fake_logits):
    bce = keras.losses.BinaryCrossentropy(from_logits=True)
    real = bce(0.9 * ops.ones_like(real_logits), real_logits)
    return real + bce(ops.zeros_like(fake_logits), fake_logits)
