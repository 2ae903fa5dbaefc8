"""The generator's points get the label 0: it learns to be recognised.

Message: generator_loss should be small when the fake logits are high
Mistake: understanding
"""

def generator_loss(fake_logits):
    bce = keras.losses.BinaryCrossentropy(from_logits=True)
    return bce(ops.zeros_like(fake_logits), fake_logits)
