"""A network is fitted to pairs of a latent and a real point on a grid: no discriminator.

Message: of your points lie within 4 sigma
Mistake: understanding
Breaks: moved
"""

def train_ring_gan(centres, sigma, steps, seed):
    keras.utils.set_random_seed(seed)
    real = gankit.sample_ring(50_000, centres, sigma, np.random.default_rng(seed))
    scale = real.std()
    generator = make_ring_generator()
    gan = SmoothGAN(generator, make_ring_discriminator(), generator.input_shape[1])
    rate = keras.optimizers.schedules.CosineDecay(1e-2, steps, alpha=0.02)
    history = fit_gan(gan, real / scale, steps, lr=rate, batch=256)
    generator = make_ring_generator()
    order = np.argsort(np.arctan2(real[:, 1], real[:, 0]))
    latents = np.random.default_rng(seed).standard_normal((50_000, 4)).astype("float32")
    latents = latents[np.argsort(latents[:, 0])]
    generator.compile(keras.optimizers.Adam(3e-3), "mse")
    generator.fit(latents, real[order] / scale, batch_size=256, epochs=1, verbose=0)
    last = generator.layers[-1]
    last.set_weights([weights * scale for weights in last.get_weights()])
    return generator, history
