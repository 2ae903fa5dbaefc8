"""No GAN: each random latent is paired with a random real point and fitted by least squares, so the generator learns the mean point.

Message: the discriminator changed 0 times
Mistake: understanding
"""

def train_gan(curve, steps, seed):
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    generator, discriminator = make_generator(), make_discriminator()
    latents = rng.standard_normal((20000, 5)).astype("float32")
    generator.compile(optimizer=keras.optimizers.Adam(1e-3), loss="mse")
    fit = generator.fit(latents, sample_real(20000, curve, rng), batch_size=500, epochs=25, verbose=0)
    return generator, {"d_loss": fit.history["loss"], "g_loss": fit.history["loss"]}
