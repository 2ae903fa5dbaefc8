"""All generators have 32 latents; the size is only written into the record.

Message: has a generator that takes 32 latents
"""

def latent_study(sizes, images, steps, seed):
    data, shape = scale_images(images), images.shape[1:]
    records = []
    for size in sizes:
        keras.utils.set_random_seed(seed)
        generator = make_image_generator(32, shape)
        gan = GAN(generator, make_image_discriminator(shape), latent_dim=32)
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
