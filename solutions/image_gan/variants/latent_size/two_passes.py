"""All trainings first, then the measurements; the parameters are those of count_params without the others.
"""

def latent_points(n, latent_dim, rng):
    return rng.normal(size=(n, latent_dim)).astype(np.float32)


def latent_study(sizes, images, steps, seed):
    generators, times = [], []
    for size in sizes:
        keras.utils.set_random_seed(seed)
        generators.append(make_image_generator(size, images.shape[1:]))
        gan = GAN(generators[-1], make_image_discriminator(images.shape[1:]), size)
        times.append(time.time())
        fit_gan(gan, scale_images(images), steps, lr=5e-4, batch=32)
        times[-1] = time.time() - times[-1]

    def trainable(network):
        fixed = sum(w.numpy().size for w in network.non_trainable_weights)
        return network.count_params() - fixed

    return [
        dict(
            latent_dim=int(generator.input_shape[1]),
            generator=generator,
            parameters=trainable(generator),
            seconds=float(seconds),
            distance=float(gankit.frechet_distance(images, generator)),
        )
        for generator, seconds in zip(generators, times)
    ]
