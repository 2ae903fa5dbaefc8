"""Train a GAN of digits and save what it draws on the way, for the part about evaluation.

    python autograder/make_gan_digits.py [OUTPUT.npz]

It takes about a minute on one core. The GAN is like part 2's solution: dense networks, one-sided
label smoothing, a rate that falls. It learns from gankit's 6000 training digits at 14×14 pixels.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import gankit
import keras
import numpy as np
import tensorflow as tf
from gankit.digits import DATA
from keras import layers, ops

SEED = 1
LATENTS = 32
BATCH = 64
MOMENTS = (50, 150, 300, 500, 800, 1200, 1700, 2400, 3200, 4200)
"""Steps after which images are saved; the training ends with the last of them."""
SAVED, FINAL = 60, 2000
"""Images at each moment but the last, and at the end."""
GREYS = 16
"""Grey values are rounded down to steps of this size, so that the file is small."""


def make_networks() -> tuple[Any, Any]:
    """Return a generator and a discriminator with fresh weights."""
    shape = (14, 14)
    generator = keras.Sequential(
        [
            keras.Input((LATENTS,)),
            layers.Dense(256),
            layers.LeakyReLU(0.2),
            layers.Dense(256),
            layers.LeakyReLU(0.2),
            layers.Dense(14 * 14, activation="tanh"),
            layers.Reshape(shape),
        ]
    )
    discriminator = keras.Sequential(
        [
            keras.Input(shape),
            layers.Flatten(),
            layers.Dense(256),
            layers.LeakyReLU(0.2),
            layers.Dense(128),
            layers.LeakyReLU(0.2),
            layers.Dense(1),
        ]
    )
    return generator, discriminator


def make_step(generator: Any, discriminator: Any, data: Any) -> Any:
    """Return a function that updates the discriminator, then the generator, with a random batch."""
    rates = [
        keras.optimizers.schedules.CosineDecay(2e-3, MOMENTS[-1], alpha=0.05) for _ in range(2)
    ]
    g_optimizer, d_optimizer = (keras.optimizers.Adam(rate, beta_1=0.5) for rate in rates)
    g_optimizer.build(generator.trainable_variables)
    d_optimizer.build(discriminator.trainable_variables)

    @tf.function
    def step() -> None:
        rows = tf.random.uniform((BATCH,), maxval=len(data), dtype=tf.int32)
        real, fake = tf.gather(data, rows), generator(keras.random.normal((BATCH, LATENTS)))
        with tf.GradientTape() as tape:
            on_real, on_fake = discriminator(real), discriminator(fake)
            smoothed = 0.9 * ops.softplus(-on_real) + 0.1 * ops.softplus(on_real)
            loss = ops.mean(smoothed) + ops.mean(ops.softplus(on_fake))
        weights = discriminator.trainable_variables
        d_optimizer.apply(tape.gradient(loss, weights), weights)
        with tf.GradientTape() as tape:
            fake = generator(keras.random.normal((BATCH, LATENTS)))
            loss = ops.mean(ops.softplus(-discriminator(fake)))
        weights = generator.trainable_variables
        g_optimizer.apply(tape.gradient(loss, weights), weights)

    return step


def drawn(generator: Any, latents: Any) -> Any:
    """Return what the generator makes of latents, as uint8 images."""
    grey = np.clip(np.round((ops.convert_to_numpy(generator(latents)) + 1) * 127.5), 0, 255)
    return (grey // GREYS * GREYS).astype(np.uint8)


def main(path: Path) -> None:
    """Train, print Fréchet distances, and write the images."""
    keras.utils.set_random_seed(SEED)
    images, _ = gankit.load_digits(size=14)
    generator, discriminator = make_networks()
    step = make_step(generator, discriminator, tf.constant(images / 127.5 - 1, tf.float32))
    latents = np.random.default_rng(SEED).standard_normal((FINAL, LATENTS), dtype=np.float32)
    real, moments, distances = gankit.digit_features(images), [], []
    samples = drawn(generator, latents)
    for number in range(1, MOMENTS[-1] + 1):
        step()
        if number in MOMENTS:
            samples = drawn(generator, latents)
            moments.append(samples[:SAVED])
            distances.append(gankit.digits.frechet(gankit.digit_features(samples), real))
            print(f"step {number}: Fréchet distance {distances[-1]:.1f}")
    np.savez_compressed(
        path,
        samples=samples,
        moments=np.stack(moments),
        steps=np.array(MOMENTS),
        distances=np.array(distances),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA / "gan_digits.npz")
