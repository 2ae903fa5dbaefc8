"""RMSprop in place of Adam, with batches of 64.
"""

def train_gan(curve, steps, seed):
    keras.utils.set_random_seed(seed)
    epochs, batch = 25, 64
    real = sample_real(batch * steps // epochs, curve, np.random.default_rng(seed))
    mean, scale = real.mean(axis=0), real.std(axis=0)
    generator, discriminator = make_generator(), make_discriminator()
    gan = GAN(generator, discriminator, latent_dim=5)
    gan.compile(
        g_optimizer=keras.optimizers.RMSprop(2e-3),
        d_optimizer=keras.optimizers.RMSprop(2e-3),
        steps_per_execution=steps // epochs,
    )
    history = gan.fit((real - mean) / scale, batch_size=batch, epochs=epochs, verbose=0)
    kernel, bias = generator.layers[-1].get_weights()
    generator.layers[-1].set_weights([kernel * scale, bias * scale + mean])
    return generator, history.history
