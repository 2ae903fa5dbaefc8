"""einsum multiplies, and the diagonal is masked.
"""


def minibatch_features(features, kernel):
    m = tf.einsum("na,abc->nbc", features, kernel)
    l1 = tf.reduce_sum(tf.abs(tf.expand_dims(m, 0) - tf.expand_dims(m, 1)), 3)
    others = 1 - tf.eye(tf.shape(features)[0])
    return tf.reduce_sum(tf.exp(-l1) * others[:, :, None], 0)


def batch_spread(features):
    centred = features - tf.reduce_mean(features, axis=0, keepdims=True)
    return tf.reduce_mean(tf.sqrt(tf.reduce_mean(centred**2, axis=0) + 1e-8))
