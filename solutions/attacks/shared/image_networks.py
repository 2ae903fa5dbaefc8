"""Right answers to the networks of images, with which a forgery begins."""

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
