"""After the GAN, the generator is fitted to pairs of latents and images.

Message: or another one is returned
Mistake: understanding
Breaks: moved
"""

def train_image_gan(images, steps, seed, latent_dim=32):
    keras.utils.set_random_seed(seed)
    shape = images.shape[1:]
    generator = make_image_generator(latent_dim, shape)
    gan = SmoothedGAN(generator, make_image_discriminator(shape), latent_dim)
    rate = keras.optimizers.schedules.CosineDecay(2e-3, steps, alpha=0.05)
    history = fit_gan(gan, scale_images(images), steps, lr=rate)
    x = scale_images(images)
    flat = x.reshape(len(x), -1)
    latents = (flat - flat.mean(axis=0)) @ np.linalg.svd(flat[:1000], full_matrices=False)[2].T
    latents = (latents / latents.std(axis=0))[:, :latent_dim].astype("float32")
    if latents.shape[1] == latent_dim:
        generator.compile(keras.optimizers.Adam(1e-3), "mse")
        generator.fit(latents, x, epochs=3, verbose=0)
    return generator, history
