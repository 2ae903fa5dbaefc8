"""Instruments for questions that train a GAN of images several times."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gankit.probes.base import Function, probe
from gankit.probes.forms import ANY_NUMBER, COUNT, Array, Fields, Form, Items, Row
from gankit.probes.replaced import with_names
from gankit.probes.studies import studied, study_of

_LESSON: dict[str, Form] = {
    **dict.fromkeys(("passes", "states", "images", "draws"), COUNT),
    **dict.fromkeys(("largest", "first", "last"), ANY_NUMBER),
}


def _recorded_study(sizes: Sequence[int], width: int, **_: Any) -> Form:
    start = Row((COUNT, Array((None, width), kinds="f")), ("latents", "kernel"))
    return Fields(
        {
            **study_of(sizes),
            "starts": Items(start, most=1000, numbers=1_000_000, noun="generator"),
            "taught": Items(Fields(_LESSON), most=1000, noun="discriminator"),
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
    each generator its latents and its first kernel as it was at the ``starts``, and for each
    discriminator what it was ``taught`` (see ``Lesson.report``).
    """
    import keras

    from gankit.instruments._watching import WatchedDense

    starts: list[list[Any]] = []
    lessons: list[Lesson] = []
    begin = time.perf_counter()

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
        lessons.append(Lesson())
        hidden = WatchedDense(
            width,
            lessons[-1].notes.number,
            activation="relu",
            kernel_initializer="he_uniform",
        )
        flat = keras.layers.Flatten()
        return keras.Sequential(
            [keras.Input(tuple(image_shape)), flat, hidden, keras.layers.Dense(1)]
        )

    made = {"generator": make_generator, "discriminator": make_discriminator}
    run = with_names(study, {names[part]: make for part, make in made.items()})
    report = studied(run, sizes, images, steps=steps, seed=seed)
    given = images.reshape(len(images), -1).astype(np.float32) / 127.5 - 1
    return {
        **report,
        "starts": starts,
        "taught": [lesson.report(given, begin) for lesson in lessons],
    }


@dataclass
class Lesson:
    """What one discriminator saw."""

    notes: Any = None
    """The ``Notes`` that its layer tells."""
    passes: int = 0
    largest: float = 0.0
    states: set[bytes] = field(default_factory=set)
    """The states of its weights, as hashes."""
    rows: dict[bytes, NDArray[np.float32]] = field(default_factory=dict)
    """The different images among the first ones."""
    draws: Counter[bytes] = field(default_factory=Counter)
    """How often each of these came: once for a batch that is seen again in the same state."""
    shown: set[bytes] = field(default_factory=set)
    """The batches with the states in which they were seen, as hashes."""
    first: float = 0.0
    last: float = 0.0
    """When it saw the first and the last batch."""

    def __post_init__(self) -> None:
        """Make the notes."""
        from gankit.instruments._watching import Notes

        self.notes = Notes(self.note)

    def note(self, batch: NDArray[np.float32], kernel: NDArray[np.float32]) -> None:
        """Keep a batch of images, and the state of a kernel when it came."""
        if self.passes < PAUSES:
            time.sleep(PAUSE)
        self.last = time.perf_counter()
        self.first = self.first or self.last
        self.passes += 1
        self.largest = max(self.largest, float(np.abs(batch).max(initial=0.0)))
        state = _hash(kernel)
        self.states.add(state)
        showing = _hash(batch) + state
        if showing in self.shown or len(self.rows) >= MOST_ROWS:
            return
        self.shown.add(showing)
        for row in batch.reshape(len(batch), -1):
            name = _hash(row)
            self.rows[name] = row
            self.draws[name] += 1

    def report(self, given: NDArray[np.float32], begin: float) -> dict[str, Any]:
        """Return how many ``passes`` it saw, in how many ``states``, the ``largest`` number.

        Also how many of the ``given`` images, as rows of numbers from -1 to 1, were among them, in
        how many ``draws``, and the times of the first and last pass, in seconds since ``begin``.
        """
        found: set[int] = set()
        draws = 0
        rows = [(self.draws[name], row) for name, row in self.rows.items()]
        rows = [(count, row) for count, row in rows if row.size == given.shape[1]]
        for start in range(0, len(rows), 500):
            counts, images = zip(*rows[start : start + 500], strict=True)
            part = np.stack(images)
            squares = (part**2).sum(1)[:, None] + (given**2).sum(1)[None] - 2 * part @ given.T
            near = np.flatnonzero(squares.min(axis=1) < given.shape[1] * NEAR**2)
            found |= {*squares.argmin(axis=1)[near].tolist()}
            draws += int(np.array(counts)[near].sum())
        return {
            "passes": self.passes,
            "states": len(self.states),
            "largest": self.largest,
            "images": len(found),
            "draws": draws,
            "first": self.first - begin,
            "last": self.last - begin,
        }


def _hash(values: NDArray[np.float32]) -> bytes:
    return hashlib.blake2b(values.tobytes(), digest_size=8).digest()


PAUSE, PAUSES = 0.01, 60
"""Seconds, and how often: so that a training takes longer by the clock than it computes."""
MOST_ROWS = 4_000
NEAR = 0.1
"""Root mean square of the difference to a given image: some add a little noise."""
