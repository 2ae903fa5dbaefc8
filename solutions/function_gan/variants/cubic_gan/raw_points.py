"""The recipe of many courses: raw points, Adam at a constant rate, beta_1 = 0.5, all in one fit.
"""

def train_gan(curve, steps, seed):
    keras.utils.set_random_seed(seed)
    real = sample_real(128 * steps // 30, curve, np.random.default_rng(seed))
    generator, discriminator = make_generator(), make_discriminator()
    gan = GAN(generator, discriminator, latent_dim=5)
    gan.compile(
        g_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.5),
        d_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.5),
        steps_per_execution=steps // 30,
    )
    history = gan.fit(real, batch_size=128, epochs=30, verbose=0)
    return generator, history.history
