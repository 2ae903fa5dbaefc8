"""A training loop of its own, compiled as one step; networks are made by keyword, latents come from NumPy.
"""

def latent_points(n, latent_dim, rng):
    return np.stack([rng.normal(0, 1, latent_dim) for _ in range(n)]).astype(np.float32)


def trained_generator(size, data, steps, seed):
    keras.utils.set_random_seed(seed)
    shape = data.shape[1:]
    discriminator = make_image_discriminator(image_shape=shape)
    generator = make_image_generator(latent_dim=size, image_shape=shape)
    g_adam, d_adam = (keras.optimizers.Adam(2e-4, beta_1=0.5) for _ in range(2))
    g_weights, d_weights = generator.trainable_variables, discriminator.trainable_variables
    rng = np.random.default_rng(seed)

    @tf.function
    def step(real, z):
        with tf.GradientTape(persistent=True) as tape:
            fake = generator(z, training=True)
            on_real, on_fake = discriminator(real), discriminator(fake)
            g_loss = ops.mean(ops.softplus(-on_fake))
            d_loss = ops.mean(ops.softplus(-on_real)) + ops.mean(ops.softplus(on_fake))
        d_adam.apply(tape.gradient(d_loss, d_weights), d_weights)
        g_adam.apply(tape.gradient(g_loss, g_weights), g_weights)

    for _ in range(steps):
        real = data[rng.integers(len(data), size=32)]
        step(tf.constant(real), tf.constant(latent_points(32, size, rng)))
    return generator


def latent_study(sizes, images, steps, seed):
    records = []
    for size in sizes:
        before = time.monotonic()
        generator = trained_generator(size, scale_images(images), steps, seed)
        after = time.monotonic()
        parameters = np.sum([np.prod(w.shape) for w in generator.trainable_variables])
        records.append(
            {
                "latent_dim": size,
                "generator": generator,
                "parameters": parameters,
                "seconds": after - before,
                "distance": gankit.frechet_distance(images, generator),
            }
        )
    return records
