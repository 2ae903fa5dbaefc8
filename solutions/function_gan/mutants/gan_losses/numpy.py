"""Computed with NumPy: the values are right, but no gradient comes through.

Message: has no gradient in its logits
Mistake: specification
"""

def discriminator_loss(real_logits, fake_logits):
    real, fake = np.array(real_logits), np.array(fake_logits)
    return np.mean(np.logaddexp(0, -real)) + np.mean(np.logaddexp(0, fake))


def generator_loss(fake_logits):
    return np.mean(np.logaddexp(0, -np.array(fake_logits)))
