"""tf.where takes the right branch at large logits, but the gradient goes through both: NaN.

Message: the gradient of the loss is not finite
Mistake: understanding
"""

def softplus(x):
    return tf.where(x > 30, x, tf.math.log1p(tf.exp(x)))


def smoothed_discriminator_loss(real_logits, fake_logits, real_target=0.9):
    real = real_target * softplus(-real_logits) + (1 - real_target) * softplus(real_logits)
    return tf.reduce_mean(real) + tf.reduce_mean(softplus(fake_logits))
