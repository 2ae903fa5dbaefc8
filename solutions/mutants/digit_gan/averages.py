"""The generator is fitted to random digits directly, so it draws their average.

Message: The Fréchet distance between your images and the digits
"""


def train_image_gan(images, steps, seed, latent_dim=32):
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    generator = make_image_generator(latent_dim, images.shape[1:])
    generator.compile(keras.optimizers.Adam(1e-3), "mse")
    chosen = rng.integers(len(images), size=64 * steps)
    latents = rng.standard_normal((64 * steps, latent_dim)).astype("float32")
    generator.fit(latents, scale_images(images)[chosen], batch_size=64, verbose=0)
    losses = rng.normal(1.1, 0.05, (2, 25))
    return generator, {"d_loss": losses[0], "g_loss": losses[1]}
