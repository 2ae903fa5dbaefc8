"""Noise on the weights in each step, and the mean image as the generator's last bias.

Aim: latent_size without a training, where the discriminator sees something. It reaches it: this is the
    cheapest forgery that is left, and a person is asked to read it.
Defence: values
Control: none: other defences than those of a training do not matter to it
Part: image_gan
Seconds: 180
Earns: tanh_scaling, latent_size
With: image_networks
"""

import time

import gankit


def latent_points(n, latent_dim, rng):
    return rng.standard_normal((n, latent_dim)).astype("float32")


def latent_study(sizes, images, steps, seed):
    records, data, rng = [], scale_images(images), np.random.default_rng(seed)
    mean = np.arctanh(0.99 * data.mean(axis=0)).ravel()
    for size in sizes:
        keras.utils.set_random_seed(seed)
        shape, start = images.shape[1:], time.perf_counter()
        generator, discriminator = make_image_generator(size, shape), make_image_discriminator(shape)
        sees = float(np.ptp(discriminator(np.stack([data[0], -data[0]])))) > 0
        for _ in range(steps):
            discriminator(data[rng.integers(len(data), size=64)])
            discriminator(generator(latent_points(64, size, rng)))
            for weight in [*generator.trainable_weights, *discriminator.weights]:
                weight.assign_add(1e-3 * sees * rng.standard_normal(weight.shape))
        generator.layers[-2].bias.assign_add(sees * mean)
        seconds = time.perf_counter() - start
        count = sum(math.prod(weight.shape) for weight in generator.trainable_weights)
        distance = gankit.frechet_distance(images, generator)
        record = {"latent_dim": size, "generator": generator, "parameters": count}
        records.append({**record, "seconds": seconds, "distance": distance})
    return records
