"""Probes for functions that train a GAN of images several times."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gankit.networks import describe
from gankit.probes.base import Function, name_of, probe
from gankit.probes.forms import (
    ANY_NETWORK,
    MOST_WEIGHTS,
    SMALL,
    Fields,
    Form,
    Items,
    Number,
)
from gankit.probes.trainings import SURROUNDINGS


@probe(answer=lambda sizes, measured, **_: Fields(study_of(sizes, measured)))
def studied(
    study: Function,
    sizes: Sequence[int],
    images: NDArray[np.uint8],
    steps: int,
    seed: int,
    measured: bool = False,
) -> dict[str, Any]:
    """Call ``study(sizes, images, steps, seed)``, which gives a record of a training for each size.

    Returns the ``records``, with the generators as Networks, and the ``seconds`` of the call; with
    ``measured`` also ``distances``, the Fréchet distance of each generator. What the study draws
    without using ``seed`` is the same in each call.

    >>> import keras
    >>> def study(sizes, images, steps, seed):
    ...     generator = keras.Sequential([keras.Input((sizes[0],)), keras.layers.Dense(2)])
    ...     about = {"latent_dim": sizes[0], "parameters": 8, "seconds": 0.1, "distance": 1.0}
    ...     return [{"generator": generator, **about}]
    >>> report = studied(study, [3], np.zeros((1, 14, 14), np.uint8), steps=1, seed=0)
    >>> report["records"][0]["generator"].input_shape
    (3,)
    """
    import keras

    keras.utils.clear_session()
    keras.utils.set_random_seed(SURROUNDINGS)
    start = time.perf_counter()
    records = study(list(sizes), np.array(images), steps, seed)
    seconds = time.perf_counter() - start
    assert records is not None, f"{name_of(study)} gives None. Is there a `return` at its end?"
    assert isinstance(records, (list, tuple)), (
        f"{name_of(study)} should return a list, but it is of type {type(records).__name__}."
    )
    assert len(records) == len(sizes), (
        f"For {len(sizes)} sizes there should be {len(sizes)} records, but there are "
        f"{len(records)}."
    )
    report: dict[str, Any] = {
        "records": [_record(record, size) for record, size in zip(records, sizes, strict=True)],
        "seconds": seconds,
        "distances": [],
    }
    if measured:
        from gankit.digits import frechet_distance

        report["distances"] = [frechet_distance(images, one["generator"]) for one in records]
    return report


def study_of(sizes: Sequence[int], measured: bool = False) -> dict[str, Form]:
    """Return the forms of what ``studied`` gives for these sizes."""
    said = dict.fromkeys(("latent_dim", "parameters", "seconds", "distance"), SMALL)
    record = Fields({"generator": ANY_NETWORK, **said})
    return {
        "records": Items(record, len(sizes), numbers=MOST_WEIGHTS, noun="record"),
        "seconds": Number(least=0),
        "distances": Items(Number(), len(sizes) if measured else 0, noun="distance"),
    }


def _record(record: Any, size: int) -> dict[str, Any]:
    names = ("latent_dim", "generator", "parameters", "seconds", "distance")
    assert isinstance(record, dict) and set(names) <= record.keys(), (
        f"Each record should be a dict with the keys {', '.join(names)}."
    )
    return {
        "generator": describe(record["generator"], (size,)),
        **{name: record[name] for name in names if name != "generator"},
    }
