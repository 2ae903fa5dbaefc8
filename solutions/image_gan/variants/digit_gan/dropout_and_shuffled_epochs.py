"""Dropout in the discriminator; fit goes through images drawn beforehand.
"""

def make_image_discriminator(image_shape):
    return keras.Sequential(
        [
            keras.Input(image_shape),
            layers.Flatten(),
            layers.Dense(256),
            layers.LeakyReLU(0.2),
            layers.Dropout(0.2),
            layers.Dense(128),
            layers.LeakyReLU(0.2),
            layers.Dropout(0.2),
            layers.Dense(1),
        ]
    )


def train_image_gan(images, steps, seed, latent_dim=32):
    keras.utils.set_random_seed(seed)
    x = scale_images(images)
    generator = make_image_generator(latent_dim, x.shape[1:])
    gan = GAN(generator, make_image_discriminator(x.shape[1:]), latent_dim)
    rate = keras.optimizers.schedules.CosineDecay(2e-3, steps, alpha=0.05)
    gan.compile(
        g_optimizer=keras.optimizers.Adam(rate, beta_1=0.5),
        d_optimizer=keras.optimizers.Adam(rate, beta_1=0.5),
        steps_per_execution=steps // 25,
    )
    chosen = np.random.default_rng(seed).integers(0, len(x), size=64 * (steps // 25))
    fit = gan.fit(x[chosen], batch_size=64, epochs=25, verbose=0)
    return generator, fit.history
