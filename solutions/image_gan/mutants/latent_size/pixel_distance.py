"""The distance between the mean images, pixel by pixel.

Message: gankit.frechet_distance(images, generator) is
Mistake: specification
"""

def latent_study(sizes, images, steps, seed):
    data, shape = scale_images(images), images.shape[1:]
    records = []
    for size in sizes:
        keras.utils.set_random_seed(seed)
        generator = make_image_generator(size, shape)
        gan = GAN(generator, make_image_discriminator(shape), latent_dim=size)
        start = time.perf_counter()
        fit_gan(gan, data, steps)
        seconds = time.perf_counter() - start
        records.append(
            {
                "latent_dim": size,
                "generator": generator,
                "parameters": sum(math.prod(w.shape) for w in generator.trainable_weights),
                "seconds": seconds,
                "distance": float(np.linalg.norm(data.mean(0) - np.mean(generator(latent_points(500, size, np.random.default_rng(0))), 0))),
            }
        )
    return records
