"""TensorFlow's cross-entropy with labels, and a sum divided by the number of points.
"""

def discriminator_loss(real_logits, fake_logits):
    return mean_cross_entropy(1.0, real_logits) + mean_cross_entropy(0.0, fake_logits)


def generator_loss(fake_logits):
    return mean_cross_entropy(1.0, fake_logits)


def mean_cross_entropy(label, logits):
    labels = tf.fill(tf.shape(logits), label)
    losses = tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits)
    return tf.reduce_sum(losses) / tf.cast(tf.size(logits), tf.float32)
