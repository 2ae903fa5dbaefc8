"""TensorFlow's cross-entropy with labels of the logits' shape.
"""

def smoothed_discriminator_loss(real_logits, fake_logits, real_target=0.9):
    labels = tf.fill(tf.shape(real_logits), tf.cast(real_target, tf.float32))
    real = tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=real_logits)
    fake = tf.nn.sigmoid_cross_entropy_with_logits(tf.zeros_like(fake_logits), fake_logits)
    return tf.reduce_mean(real) + tf.reduce_mean(fake)
