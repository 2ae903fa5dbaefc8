"""tf.norm of the gradient plus a tiny number."""


def gradient_penalty(critic, real, fake, mix):
    n = tf.shape(real)[0]
    real, fake = tf.convert_to_tensor(real), tf.convert_to_tensor(fake)
    share = tf.reshape(mix, [-1] + [1] * (len(real.shape) - 1))
    points = fake + share * (real - fake)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(points)
        total = tf.reduce_sum(critic(points, training=True))
    gradient = tf.reshape(tape.gradient(total, points), (n, -1))
    return tf.reduce_mean((tf.norm(gradient + 1e-12, axis=1) - 1.0) ** 2)
