"""Computed with NumPy: the values are right, but no gradient comes through.

Message: has no gradient in the real logits
Mistake: specification
"""

def smoothed_discriminator_loss(real_logits, fake_logits, real_target=0.9):
    real, fake = np.array(real_logits), np.array(fake_logits)
    real = real_target * np.logaddexp(0, -real) + (1 - real_target) * np.logaddexp(0, real)
    return np.mean(real) + np.mean(np.logaddexp(0, fake))
