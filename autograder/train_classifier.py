"""Train the small classifier of digits whose features gankit measures by, and save its weights.

    python autograder/train_classifier.py [OUTPUT.npz]

It takes about a minute on one core. It learns from gankit's 6000 training digits, at 14×14 pixels
between 0 and 1, and prints how many of the 2000 test digits it gets right.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import gankit
import keras
import numpy as np
from gankit.digits import DATA

SEED = 1
EPOCHS = 150
SHIFT = 2
"""Images are moved by up to that many of their 28×28 pixels, to learn more from few."""


def shifted(images: Any, rng: np.random.Generator) -> Any:
    """Return images of shape (n, 28, 28), each moved by a random distance."""
    padded = np.pad(images, ((0, 0), (SHIFT, SHIFT), (SHIFT, SHIFT)))
    corners = rng.integers(0, 2 * SHIFT + 1, size=(len(images), 2))
    return np.stack(
        [image[y : y + 28, x : x + 28] for image, (y, x) in zip(padded, corners, strict=True)]
    )


def pixels(images: Any) -> Any:
    """Return images of shape (n, 28, 28) as (n, 196) numbers between 0 and 1."""
    means = images.reshape(len(images), 14, 2, 14, 2).mean(axis=(2, 4))
    return (means.reshape(len(images), -1) / 255).astype(np.float32)


def main(path: Path) -> None:
    """Train, print the accuracy, and write the weights as w1, b1, w2, b2, w3, b3."""
    keras.utils.set_random_seed(SEED)
    rng = np.random.default_rng(SEED)
    images, labels = gankit.load_digits("train")
    network = keras.Sequential(
        [
            keras.Input((14 * 14,)),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(10),
        ]
    )
    schedule = keras.optimizers.schedules.CosineDecay(3e-3, EPOCHS * -(-len(images) // 64))
    network.compile(
        keras.optimizers.Adam(schedule),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
        steps_per_execution=47,
    )
    for epoch in range(EPOCHS):
        given = pixels(shifted(images, rng))
        history = network.fit(given, labels, batch_size=64, verbose=0).history
        print(f"\repoch {epoch + 1}/{EPOCHS}: loss {history['loss'][0]:.4f}", end="", flush=True)
    images, labels = gankit.load_digits("test")
    right = network.evaluate(pixels(images), labels, verbose=0)[1]
    print(f"\n{right:.2%} of the {len(images)} test digits are classified correctly")

    names = ("w1", "b1", "w2", "b2", "w3", "b3")
    weights = dict(zip(names, network.get_weights(), strict=True))
    temporary = path.with_name(f".{path.name}")
    with temporary.open("wb") as file:
        np.savez(file, **weights)
    temporary.replace(path)
    print(f"{path.name}: {path.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA / "digit_classifier.npz")
