"""A softmax over two classes whose logits are the given one and 0: the same probabilities.
"""

def log_probabilities(logits):
    return tf.nn.log_softmax(tf.concat([logits, tf.zeros_like(logits)], axis=1), axis=1)


def discriminator_loss(real_logits, fake_logits):
    real, fake = log_probabilities(real_logits), log_probabilities(fake_logits)
    return -tf.reduce_mean(real[:, 0]) - tf.reduce_mean(fake[:, 1])


def generator_loss(fake_logits):
    return -tf.reduce_mean(log_probabilities(fake_logits)[:, 0])
