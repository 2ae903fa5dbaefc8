"""The scale goes into a Rescaling layer after the generator; the discriminator sees raw points.
"""

def train_gan(curve, steps, seed):
    keras.utils.set_random_seed(seed)
    epochs, batch = 25, 128
    real = sample_real(batch * steps // epochs, curve, np.random.default_rng(seed))
    mean, scale = real.mean(axis=0), real.std(axis=0)
    core, discriminator = make_generator(), make_discriminator()
    gan = GAN(core, discriminator, latent_dim=5)
    rate = keras.optimizers.schedules.CosineDecay(1e-2, steps, alpha=0.02)
    gan.compile(
        g_optimizer=keras.optimizers.Adam(rate, beta_1=0.5),
        d_optimizer=keras.optimizers.Adam(rate, beta_1=0.5),
        steps_per_execution=steps // epochs,
    )
    history = gan.fit((real - mean) / scale, batch_size=batch, epochs=epochs, verbose=0)
    rescaling = layers.Rescaling(scale=[float(s) for s in scale], offset=[float(m) for m in mean])
    return keras.Sequential([keras.Input((5,)), core, rescaling]), history.history
