"""A training on raw points, with a constant rate."""


def train_gan(curve, steps, seed):
    keras.utils.set_random_seed(seed)
    real = sample_real(128 * steps // 25, curve, np.random.default_rng(seed))
    generator, discriminator = make_generator(), make_discriminator()
    gan = GAN(generator, discriminator, latent_dim=5)
    gan.compile(
        g_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.5),
        d_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.5),
        steps_per_execution=steps // 25,
    )
    fit = gan.fit(real, batch_size=128, epochs=25, verbose=0)
    return generator, fit.history
