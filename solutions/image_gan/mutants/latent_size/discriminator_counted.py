"""The discriminator's parameters are counted too.

Message: together with those that are not trained
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
                "parameters": sum(math.prod(w.shape) for w in gan.trainable_weights),
                "seconds": seconds,
                "distance": gankit.frechet_distance(images, generator),
            }
        )
    return records
