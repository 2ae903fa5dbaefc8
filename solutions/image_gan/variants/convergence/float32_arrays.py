"""The Dirac-GAN in float32 with Keras' sigmoid; the penalty as the square of a vector norm.
"""

def r1_penalty(discriminator, real):
    with tf.GradientTape() as tape:
        tape.watch(real)
        logits = ops.squeeze(discriminator(real), axis=1)
    gradients = layers.Flatten()(tape.gradient(logits, real))
    return ops.mean(tf.norm(gradients, axis=1) ** 2)


def dirac_gan(steps, lr, gamma, start=(1.0, 1.0)):
    path = np.zeros((steps + 1, 2), np.float32)
    path[0] = start
    theta, psi = path[0]
    for step in range(1, steps + 1):
        psi += lr * (theta * float(ops.sigmoid(-psi * theta)) - gamma * psi)
        theta -= lr * psi * float(ops.sigmoid(-psi * theta))
        path[step] = theta, psi
    return path


def diagnose(history):
    losses = np.stack([np.ravel(history["d_loss"]), np.ravel(history["g_loss"])]).astype("float32")
    end = losses[:, -(losses.shape[1] // 5) :]
    if not np.isfinite(losses).all() or (end[0].mean() < 0.05 and end[1].mean() > 5):
        return "diverged"
    line = np.polynomial.Polynomial.fit(np.arange(end.shape[1]), end[1], 1)
    spread = (end[1] - line(np.arange(end.shape[1]))).std()
    return ["converged", "oscillating"][int(spread > 0.3)]
