"""Takes memory and uses it: in a cell, in threads between questions, in arrays, texts, tensors and shared maps.

Aim: a machine out of memory, which then ends the examiner.
Defence: limits, watch
Control: none: it would take all memory
Part: function_gan
"""

import mmap
import time

import numpy as np

kept = []


def take(seconds=0.0):
    while True:
        try:
            kept.append(np.ones(10_000_000))
        except MemoryError:
            pass
        time.sleep(seconds)


def sample_real(n, curve, rng):
    take()


def he_uniform(shape, rng):
    return np.concatenate([np.ones(1 << 28)] * 4)


def adam_step(params, grads, state, **options):
    while True:
        area = mmap.mmap(-1, 1 << 28)
        kept.append(area)
        for position in range(0, 1 << 28, 4096):
            area[position] = 1


def discriminator_loss(real_logits, fake_logits):
    import tensorflow as tf

    while True:
        kept.append(tf.ones((50_000_000,)))


def untrained_distance(curve, rng):
    return "x" * (1 << 31)


def train_gan(curve, steps, seed):
    text = []
    while True:
        text = [text, text, [0] * 1_000_000]
        kept.append(text)
