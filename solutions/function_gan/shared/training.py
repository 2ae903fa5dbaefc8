"""The training of the solution, written shorter, with all numbers in it."""


def train_gan(curve, steps, seed):
    keras.utils.set_random_seed(seed)
    real = sample_real(128 * steps // 25, curve, np.random.default_rng(seed))
    mean, scale = real.mean(axis=0), real.std(axis=0)
    generator, discriminator = make_generator(), make_discriminator()
    rate = keras.optimizers.schedules.CosineDecay(1e-2, steps, alpha=0.02)
    gan = GAN(generator, discriminator, latent_dim=5)
    gan.compile(
        g_optimizer=keras.optimizers.Adam(rate, beta_1=0.5),
        d_optimizer=keras.optimizers.Adam(rate, beta_1=0.5),
        steps_per_execution=steps // 25,
    )
    fit = gan.fit((real - mean) / scale, batch_size=128, epochs=25, verbose=0)
    kernel, bias = generator.layers[-1].get_weights()
    generator.layers[-1].set_weights([kernel * scale, bias * scale + mean])
    return generator, fit.history
