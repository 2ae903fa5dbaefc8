"""Returns what is small to make and large to send: views of one number, nested lists, NaN, texts.

Aim: an examiner that takes memory for whatever it is offered.
Defence: values, watch
Control: none: without bounds it would take all memory
Part: function_gan
"""

import numpy as np


def nested(depth, width=1):
    value = [0.5]
    for _ in range(depth):
        value = [value] * width
    return value


def sample_real(n, curve, rng):
    return np.broadcast_to(np.float32(0), (1_000_000_000, 2))


def he_uniform(shape, rng):
    return nested(60, 10)  # ten to the sixty numbers, ten lists in memory


def adam_step(params, grads, state, **options):
    if len(grads) > 3 or state:
        raise OverflowError
    return [np.zeros(0, np.float32)] * 600_000, {"state": [nested(100_000)]}


def make_generator(latent_dim=5, n_outputs=2):
    value = []
    value.append(value)
    return value


def make_discriminator(n_inputs=2):
    return {str(number): {"a" * 1000: number} for number in range(100_000)}


def discriminator_loss(real_logits, fake_logits):
    return np.full((3000, 3000), np.nan)


def generator_loss(fake_logits):
    return np.float32("inf")


def untrained_distance(curve, rng):
    return np.broadcast_to(np.float64("nan"), (1,) * 32 + (12_000_000,))


def train_gan(curve, steps, seed):
    import keras

    generator = keras.Sequential([keras.Input((5,)), keras.layers.Dense(2)])
    return generator, {"d_loss": np.broadcast_to(1.38, 1 << 40), "g_loss": [float("nan")] * 25}
