"""The records hold more than was asked for; the images get a channel."""


def latent_points(n, latent_dim, rng):
    return rng.standard_normal((n, latent_dim), dtype=np.float32)


def one(size, images, steps, seed):
    keras.utils.set_random_seed(seed)
    images = images[..., np.newaxis]
    generator = make_image_generator(size, images.shape[1:])
    gan = GAN(generator, make_image_discriminator(images.shape[1:]), latent_dim=size)
    start = time.perf_counter()
    history = fit_gan(gan, scale_images(images), steps)
    return {
        "history": history,
        "seconds": time.perf_counter() - start,
        "distance": gankit.frechet_distance(images, generator),
        "parameters": sum(int(ops.size(w)) for w in generator.trainable_variables),
        "generator": generator,
        "latent_dim": size,
    }


def latent_study(sizes, images, steps, seed):
    if steps % 25 or images.dtype != np.uint8 or images.ndim != 3:
        raise ValueError("not what the text promises")
    return [one(size, images, steps, seed) for size in sizes]
