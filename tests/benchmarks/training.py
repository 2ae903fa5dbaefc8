"""Training speed: milliseconds per step of part 1's nets on x², batch 128, with one thread.

    python tests/benchmarks/training.py [--only WAY …] [--rounds 2] [--blocks 5]

A step is one update of the discriminator and one of the generator, both with Adam. The ways take
turns, each in a fresh process, and each block of steps is one measurement.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from bench import ONE_THREAD, ROOT, definitions, save, say, venv

BATCH = 128
Steps = Callable[[int], None]


def _student() -> dict[str, Any]:
    """Return what the solution notebook defines."""
    notebook = json.loads((ROOT / "solutions/function_gan.ipynb").read_text(encoding="utf-8"))
    return definitions(
        ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]
    )


def _points(names: dict[str, Any], n: int) -> Any:
    points = names["sample_real"](n, names["gankit"].parabola, np.random.default_rng(1))
    return points.astype("float32")


def tutorial() -> Steps:
    """Return the loop of many tutorials: ``train_on_batch`` for real, fake and GAN, ``predict``."""
    import keras

    names = _student()
    adam = keras.optimizers.Adam
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    generator, discriminator = names["make_generator"](), names["make_discriminator"]()
    discriminator.compile(adam(1e-3, beta_1=0.5), loss)
    real, ones, zeros = _points(names, 64000), np.ones((BATCH, 1)), np.zeros((BATCH, 1))
    # Keras 3 looks at `trainable` when it first trains, so that comes before the freeze.
    discriminator.train_on_batch(real[:BATCH], ones)
    discriminator.trainable = False
    gan = keras.Sequential([generator, discriminator])
    gan.compile(adam(1e-3, beta_1=0.5), loss)
    rng = np.random.default_rng(1)

    def steps(n: int) -> None:
        for _ in range(n):
            fake = generator.predict(rng.standard_normal((BATCH, 5)), verbose=0)
            discriminator.train_on_batch(real[rng.integers(len(real), size=BATCH)], ones)
            discriminator.train_on_batch(fake, zeros)
            gan.train_on_batch(rng.standard_normal((BATCH, 5)), ones)

    return steps


def _fit(epochs: int, **options: Any) -> Steps:
    import keras

    names = _student()
    gan = names["GAN"](names["make_generator"](), names["make_discriminator"](), latent_dim=5)
    adams = [keras.optimizers.Adam(1e-3, beta_1=0.5) for _ in range(2)]
    gan.compile(g_optimizer=adams[0], d_optimizer=adams[1], **options)
    real = _points(names, 64000)

    def steps(n: int) -> None:
        gan.fit(real[: BATCH * n // epochs], batch_size=BATCH, epochs=epochs, verbose=0)

    return steps


def fit() -> Steps:
    """Return Keras' ``fit`` with the solution's ``train_step``."""
    return _fit(epochs=1)


def fit_steps() -> Steps:
    """Return the same as the solution uses it: 25 epochs, ``steps_per_execution`` an epoch."""
    return _fit(epochs=25, steps_per_execution=120)


def range_loop() -> Steps:
    """Return the solution's ``train_step`` in a loop that TensorFlow runs: ``tf.range``."""
    import keras
    import tensorflow as tf

    names = _student()
    gan = names["GAN"](names["make_generator"](), names["make_discriminator"](), latent_dim=5)
    adams = [keras.optimizers.Adam(1e-3, beta_1=0.5) for _ in range(2)]
    gan.compile(g_optimizer=adams[0], d_optimizer=adams[1])
    for adam, net in zip(adams, (gan.generator, gan.discriminator), strict=True):
        adam.build(net.trainable_variables)
    real = tf.constant(_points(names, 64000))

    @tf.function
    def loop(n: Any) -> None:
        for _ in tf.range(n):
            chosen = tf.random.uniform((BATCH,), maxval=len(real), dtype=tf.int32)
            gan.train_step(tf.gather(real, chosen))

    return lambda n: loop(tf.constant(n))


WAYS: dict[str, tuple[Callable[[], Steps], int]] = {
    "tutorial": (tutorial, 40),
    "fit": (fit, 500),
    "fit_steps": (fit_steps, 3000),
    "range_loop": (range_loop, 3000),
}
"""With the steps of a block."""
TORCH, TORCH_STEPS = "torch==2.13.0", 1000


def _blocks(way: str, blocks: int) -> None:
    """Print the seconds of each block; a first one is a warm-up."""
    prepare, count = WAYS[way]
    steps = prepare()
    seconds = []
    for _ in range(blocks + 1):
        started = time.perf_counter()
        steps(count)
        seconds.append(time.perf_counter() - started)
    print(json.dumps(seconds[1:]))


def _measured(way: str, blocks: int) -> list[float] | None:
    """Return milliseconds per step, or None if there is no PyTorch."""
    command: list[Any] = [sys.executable, __file__, "--way", way, "--blocks", str(blocks)]
    count = TORCH_STEPS if way == "torch" else WAYS[way][1]
    if way == "torch":
        if (python := venv("torch", TORCH)) is None:
            return None
        command = [python, Path(__file__).with_name("torch_loop.py"), str(blocks), str(count)]
    environment = {**os.environ, **ONE_THREAD}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{way}: {done.stderr[-2000:]}")
    return [1000 * s / count for s in json.loads(done.stdout.splitlines()[-1])]


def main() -> None:
    """Measure the ways that are asked for, in turns."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    names = [*WAYS, "torch"]
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--blocks", type=int, default=5)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.way:
        _blocks(options.way, options.blocks)
        return
    found: dict[str, list[float]] = {way: [] for way in options.only}
    for number in range(options.rounds):
        for way in options.only:
            say(f"round {number + 1}: {way} …")
            measured = _measured(way, options.blocks)
            if measured is None:
                save("training", way, {"missing": f"pip could not install {TORCH}"})
                continue
            found[way] += measured
            values = found[way]
            save(
                "training",
                way,
                {
                    "ms_median": round(statistics.median(values), 3),
                    "ms_lowest": round(min(values), 3),
                    "ms_highest": round(max(values), 3),
                    "repetitions": len(values),
                    "steps_each": TORCH_STEPS if way == "torch" else WAYS[way][1],
                },
            )


if __name__ == "__main__":
    main()
