"""The time at the end, not the time that passed.

Message: cannot be the time
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
        seconds = time.time()
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
