"""Instruments for questions that train a GAN of images several times."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gankit.probes.base import Function, probe
from gankit.probes.forms import ANY_NUMBER, COUNT, Array, Fields, Form, Items, Row
from gankit.probes.replaced import with_names
from gankit.probes.trainings import studied, study_of


def _recorded_study(sizes: Sequence[int], width: int, **_: Any) -> Form:
    start = Row((COUNT, Array((None, width), kinds="f")), ("latents", "kernel"))
    return Fields(
        {
            **study_of(sizes),
            "generators": Items(start, most=1000, numbers=1_000_000, noun="generator"),
            "discriminators": COUNT,
            "largest": ANY_NUMBER,
        }
    )


@probe(answer=_recorded_study)
def recorded_study(
    study: Function,
    sizes: Sequence[int],
    images: NDArray[np.uint8],
    steps: int,
    seed: int,
    names: dict[str, str],
    width: int,
) -> dict[str, Any]:
    """Do as ``studied`` with networks of one hidden layer of ``width`` units.

    ``names`` are those of the notebook's functions that make the ``generator`` and the
    ``discriminator``. Returns the report of ``studied`` and, of the networks that were made: for
    each generator its latents and its first kernel as it was at the start, how many discriminators
    there were, and the largest number that they saw.
    """
    import keras

    from gankit.recorder import Recorder

    starts: list[list[Any]] = []
    recorders: list[Recorder] = []

    def make_generator(latent_dim: int, image_shape: Sequence[int]) -> Any:
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

    def make_discriminator(image_shape: Sequence[int]) -> Any:
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

    made = {"generator": make_generator, "discriminator": make_discriminator}
    run = with_names(study, {names[part]: make for part, make in made.items()})
    report = studied(run, sizes, images, steps=steps, seed=seed)
    largest = [abs(batch).max() for recorder in recorders for batch in recorder.seen]
    return {
        **report,
        "generators": starts,
        "discriminators": len(recorders),
        "largest": float(max(largest, default=0.0)),
    }
