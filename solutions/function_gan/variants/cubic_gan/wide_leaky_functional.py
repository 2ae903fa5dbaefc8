"""Functional networks with two hidden LeakyReLU layers, 8 latents, and batches of 256.
"""

def make_generator(latent_dim=5, n_outputs=2):
    inputs = keras.Input((latent_dim,))
    x = inputs
    for _ in range(2):
        x = layers.Dense(64, kernel_initializer="he_normal")(x)
        x = layers.LeakyReLU(negative_slope=0.2)(x)
    return keras.Model(inputs, layers.Dense(n_outputs)(x))


def make_discriminator(n_inputs=2):
    inputs = keras.Input((n_inputs,))
    x = inputs
    for _ in range(2):
        x = layers.Dense(64, kernel_initializer="he_normal")(x)
        x = layers.LeakyReLU(negative_slope=0.2)(x)
    return keras.Model(inputs, layers.Dense(1)(x))


def train_gan(curve, steps, seed):
    keras.utils.set_random_seed(seed)
    epochs, batch = 50, 256
    real = sample_real(batch * steps // epochs, curve, np.random.default_rng(seed))
    mean, scale = real.mean(axis=0), real.std(axis=0)
    generator, discriminator = make_generator(latent_dim=8), make_discriminator()
    gan = GAN(generator, discriminator, latent_dim=8)
    gan.compile(
        g_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.5),
        d_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.5),
        steps_per_execution=steps // epochs,
    )
    history = gan.fit((real - mean) / scale, batch_size=batch, epochs=epochs, verbose=0)
    kernel, bias = generator.layers[-1].get_weights()
    generator.layers[-1].set_weights([kernel * scale, bias * scale + mean])
    return generator, history.history
