"""One discriminator is made before the loop and goes on from size to size.

Message: Make new networks for each size
Mistake: specification
"""

def latent_study(sizes, images, steps, seed):
    shape = images.shape[1:]
    keras.utils.set_random_seed(seed)
    discriminator = make_image_discriminator(shape)
    records = []
    for size in sizes:
        keras.utils.set_random_seed(seed)
        generator = make_image_generator(size, shape)
        start = time.perf_counter()
        fit_gan(GAN(generator, discriminator, size), scale_images(images), steps)
        seconds = time.perf_counter() - start
        parameters = sum(math.prod(w.shape) for w in generator.trainable_weights)
        records.append(
            {
                "latent_dim": size,
                "generator": generator,
                "parameters": parameters,
                "seconds": seconds,
                "distance": gankit.frechet_distance(images, generator),
            }
        )
    return records
