"""steps is taken for the number of points, so there are 23 steps in each of 25 epochs, on raw points.

Message: The best of
Mistake: understanding
"""

def train_gan(curve, steps, seed):
    keras.utils.set_random_seed(seed)
    real = sample_real(steps, curve, np.random.default_rng(seed))
    generator, discriminator = make_generator(), make_discriminator()
    rate = keras.optimizers.schedules.CosineDecay(1e-3, steps, alpha=0.02)
    gan = GAN(generator, discriminator, latent_dim=5)
    gan.compile(
        g_optimizer=keras.optimizers.Adam(rate, beta_1=0.5),
        d_optimizer=keras.optimizers.Adam(rate, beta_1=0.5),
    )
    fit = gan.fit(real, batch_size=128, epochs=25, verbose=0)
    return generator, fit.history
