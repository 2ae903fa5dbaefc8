"""The Jacobian of each sample."""


def gradient_penalty(critic, real, fake, mix):
    share = mix
    while len(share.shape) < len(real.shape):
        share = share[..., None]
    points = share * real + (1.0 - share) * fake
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    jacobian = tape.batch_jacobian(scores, points)
    squares = tf.reduce_sum(jacobian**2, axis=list(range(1, len(jacobian.shape))))
    return tf.reduce_mean(tf.square(tf.sqrt(tf.maximum(squares, 1e-14)) - 1))
