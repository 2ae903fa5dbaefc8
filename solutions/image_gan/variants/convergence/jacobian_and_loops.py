"""One gradient for each image with batch_jacobian; the Dirac-GAN with a tape; plain Python lists.
"""

from scipy.stats import linregress


def r1_penalty(discriminator, real):
    with tf.GradientTape() as tape:
        tape.watch(real)
        logits = discriminator(real)
    jacobian = tape.batch_jacobian(logits, real)
    per_image = ops.sum(ops.reshape(jacobian, (real.shape[0], -1)) ** 2, axis=-1)
    return ops.sum(per_image) / real.shape[0]


def dirac_gan(steps, lr, gamma, start=(1.0, 1.0)):
    def f(t):
        return -tf.math.softplus(-t)

    theta, psi = (tf.Variable(value, dtype=tf.float64) for value in start)
    path = [[theta.numpy(), psi.numpy()]]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            value = f(psi * theta) - gamma / 2 * psi**2
        psi.assign_add(lr * tape.gradient(value, psi))
        with tf.GradientTape() as tape:
            value = f(psi * theta)
        theta.assign_sub(lr * tape.gradient(value, theta))
        path.append([theta.numpy(), psi.numpy()])
    return np.array(path)


def diagnose(history):
    d, g = list(history["d_loss"]), list(history["g_loss"])
    if not all(np.isfinite(value) for value in d + g):
        return "diverged"
    n = len(g) // 5
    if sum(d[-n:]) / n < 0.05 and sum(g[-n:]) / n > 5:
        return "diverged"
    fit = linregress(range(n), g[-n:])
    rest = [g[-n:][i] - fit.intercept - fit.slope * i for i in range(n)]
    return "oscillating" if np.std(rest, ddof=1) > 0.3 else "converged"
