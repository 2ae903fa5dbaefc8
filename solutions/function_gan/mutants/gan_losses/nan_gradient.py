"""tf.where takes the right branch at large logits, but the gradient goes through both: NaN.

Message: the gradient of
Mistake: understanding
"""

def softplus(x):
    return tf.where(x > 30, x, tf.math.log1p(tf.exp(x)))


def discriminator_loss(real_logits, fake_logits):
    return tf.reduce_mean(softplus(-real_logits)) + tf.reduce_mean(softplus(fake_logits))


def generator_loss(fake_logits):
    return tf.reduce_mean(softplus(-fake_logits))
