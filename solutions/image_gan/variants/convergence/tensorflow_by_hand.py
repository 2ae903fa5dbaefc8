"""TensorFlow's own operations, the Dirac-GAN with math, the line by its formula.
"""

import math


def r1_penalty(discriminator, real):
    real = tf.convert_to_tensor(real)
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(real)
        total = tf.reduce_sum(discriminator(real, training=True))
    gradients = tape.gradient(total, real)
    gradients = tf.reshape(gradients, (tf.shape(real)[0], -1))
    return tf.reduce_mean(tf.reduce_sum(gradients**2, axis=1))


def dirac_gan(steps, lr, gamma, start=(1.0, 1.0)):
    rows = np.zeros((steps + 1, 2))
    rows[0] = start
    for i in range(steps):
        theta, psi = float(rows[i, 0]), float(rows[i, 1])
        psi = psi + lr * theta / (1 + math.exp(theta * psi)) - lr * gamma * psi
        theta = theta - lr * psi / (1 + math.exp(theta * psi))
        rows[i + 1] = [theta, psi]
    return rows


def diagnose(history):
    d = np.asarray(history["d_loss"], dtype=np.float64)
    g = np.asarray(history["g_loss"], dtype=np.float64)
    if np.isnan(d).any() or np.isnan(g).any() or np.isinf(d).any() or np.isinf(g).any():
        return "diverged"
    n = len(g) // 5
    d, g = d[len(d) - n :], g[len(g) - n :]
    if np.mean(d) < 0.05 and np.mean(g) > 5:
        return "diverged"
    x = np.arange(n) - (n - 1) / 2
    slope = (x * g).sum() / (x * x).sum()
    rest = g - g.mean() - slope * x
    if math.sqrt((rest**2).mean()) > 0.3:
        return "oscillating"
    return "converged"
