"""Networks written anew in the study; the notebook's functions are not used.

Message: did not call the notebook's make_image_generator
"""

def own_generator(size, shape):
    return keras.Sequential(
        [
            keras.Input((size,)),
            layers.Dense(64, activation="relu"),
            layers.Dense(math.prod(shape), activation="tanh"),
            layers.Reshape(shape),
        ]
    )


def latent_study(sizes, images, steps, seed):
    data, shape = scale_images(images), images.shape[1:]
    records = []
    for size in sizes:
        keras.utils.set_random_seed(seed)
        generator = own_generator(size, shape)
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
                "distance": gankit.frechet_distance(images, generator),
            }
        )
    return records
