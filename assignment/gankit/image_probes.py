"""More probes, for functions that make and judge images; see ``gankit.probes``."""

from __future__ import annotations

import functools
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gankit.networks import Network, describe
from gankit.probes import Function, _with_names, loss_and_gradients, probe


@probe
def networks_of(
    make: Function, calls: Sequence[Sequence[Any]], input_shapes: Sequence[Sequence[int]], seed: int
) -> list[Network]:
    """Call ``make(*args)`` for each args in ``calls``; ``input_shapes`` are without the batch."""
    import keras

    keras.utils.set_random_seed(seed)
    return [
        describe(make(*args), tuple(shape)) for args, shape in zip(calls, input_shapes, strict=True)
    ]


@probe
def outputs_of(
    make: Function, args: Sequence[Any], input_shape: Sequence[int], n: int, seed: int
) -> NDArray[Any]:
    """Return the outputs of the network ``make(*args)`` for ``n`` standard normal inputs."""
    import keras

    keras.utils.set_random_seed(seed)
    inputs = np.random.default_rng(seed).standard_normal((n, *input_shape)).astype(np.float32)
    network = make(*args)
    assert network is not None, "None is not a network. Is there a `return` in the function?"
    return np.asarray(network(inputs, training=False))


@probe
def loss_with_options(
    loss: Function, logits: Sequence[NDArray[np.float32]], options: dict[str, float]
) -> tuple[NDArray[Any], list[NDArray[Any] | None]]:
    """Return ``loss(*logits, **options)`` and its gradient with respect to each of the logits."""
    return loss_and_gradients(functools.partial(loss, **options), logits)


@probe
def studied(
    latent_study: Function,
    sizes: Sequence[int],
    images: NDArray[np.uint8],
    steps: int,
    seed: int,
    width: int | None = None,
) -> dict[str, Any]:
    """Call ``latent_study(sizes, images, steps, seed)``.

    With a ``width``, ``make_image_generator`` and ``make_image_discriminator`` meanwhile give
    networks with one hidden layer of that many units.

    Returns the ``records``, with the generators as Networks; the ``seconds`` that the call took;
    and of the networks that were ``made``, if there is a width: for each generator its latents and
    its first kernel as it was at the start, and for all discriminators the largest number that they
    saw.
    """
    import keras

    from gankit.recorder import Recorder

    keras.utils.clear_session()
    starts: list[list[Any]] = []
    recorders: list[Recorder] = []

    def make_image_generator(latent_dim: int, image_shape: Sequence[int]) -> Any:
        hidden = keras.layers.Dense(width, use_bias=False, kernel_initializer="he_uniform")
        model = keras.Sequential(
            [
                keras.Input((latent_dim,)),
                hidden,
                keras.layers.BatchNormalization(),
                keras.layers.ReLU(),
                keras.layers.Dense(int(np.prod(image_shape)), activation="tanh"),
                keras.layers.Reshape(tuple(image_shape)),
            ]
        )
        starts.append([latent_dim, hidden.get_weights()[0]])
        return model

    def make_image_discriminator(image_shape: Sequence[int]) -> Any:
        recorders.append(Recorder())
        return keras.Sequential(
            [
                keras.Input(tuple(image_shape)),
                recorders[-1],
                keras.layers.Flatten(),
                keras.layers.Dense(width, "relu", kernel_initializer="he_uniform"),
                keras.layers.Dense(1),
            ]
        )

    run = latent_study
    if width is not None:
        run = _with_names(
            latent_study,
            make_image_generator=make_image_generator,
            make_image_discriminator=make_image_discriminator,
        )
    start = time.perf_counter()
    records = run(list(sizes), np.array(images), steps, seed)
    seconds = time.perf_counter() - start
    largest = [abs(batch).max() for recorder in recorders for batch in recorder.seen]
    return {
        "records": [_record(record, size) for record, size in _pairs(records, sizes)],
        "seconds": seconds,
        "generators": starts,
        "discriminators": len(recorders),
        "largest": float(max(largest, default=0.0)),
    }


def _pairs(records: Any, sizes: Sequence[int]) -> list[tuple[Any, int]]:
    assert records is not None, "latent_study gives None. Is there a `return` at its end?"
    assert isinstance(records, (list, tuple)), (
        f"latent_study should return a list, but it is of type {type(records).__name__}."
    )
    assert len(records) == len(sizes), (
        f"For {len(sizes)} sizes there should be {len(sizes)} records, but there are "
        f"{len(records)}."
    )
    return list(zip(records, sizes, strict=True))


def _record(record: Any, size: int) -> dict[str, Any]:
    names = ("latent_dim", "generator", "parameters", "seconds", "distance")
    assert isinstance(record, dict) and set(names) <= record.keys(), (
        f"Each record should be a dict with the keys {', '.join(names)}."
    )
    return {
        "generator": describe(record["generator"], (size,)),
        **{name: record[name] for name in names if name != "generator"},
    }
