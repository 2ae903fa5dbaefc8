"""Looks on while a GAN of images is trained several times, with networks of the grader's."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import inspect
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from gankit.probes.base import Function, probe
from gankit.probes.forms import ANY_NUMBER, COUNT, Array, Fields, Form, Items, Row
from gankit.probes.replaced import are_off, uses
from gankit.probes.studies import studied, study_of
from numpy.typing import NDArray

NOTEBOOK: dict[str, Any] | None = None
"""The names of the notebook, where it is known. Else they are those of the function's module."""
PAUSE, PAUSES = 0.01, 60
"""Seconds, and how often: so that a training takes longer by the clock than it computes."""
MOST_ROWS = 4_000
NEAR = 0.1
"""Root mean square of the difference to a given image: some add a little noise."""
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

    >>> def make_generator(latent_dim, image_shape):
    ...     raise NotImplementedError("never called: the grader's networks take its place")
    >>> def study(sizes, images, steps, seed):
    ...     generator = make_generator(sizes[0], images.shape[1:])
    ...     about = {"latent_dim": sizes[0], "parameters": 8, "seconds": 0.1, "distance": 1.0}
    ...     return [{"generator": generator, **about}]
    >>> names = {"generator": "make_generator", "discriminator": "make_discriminator"}
    >>> images = np.zeros((1, 4, 4), np.uint8)
    >>> report = recorded_study(study, [3], images, steps=1, seed=0, names=names, width=5)
    >>> [(latents, kernel.shape) for latents, kernel in report["starts"]], report["taught"]
    ([(3, (3, 5))], [])
    """
    import keras

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
        # One unit more for each: by its kernel's shape a copy is known too.
        units = width + 1 + len(lessons) % 500
        hidden = keras.layers.Dense(units, activation="relu", kernel_initializer="he_uniform")
        lessons.append(Lesson((int(np.prod(image_shape)), units)))
        flat = keras.layers.Flatten()
        return keras.Sequential(
            [keras.Input(tuple(image_shape)), flat, hidden, keras.layers.Dense(1)]
        )

    made = {names["generator"]: make_generator, names["discriminator"]: make_discriminator}
    with _replaced(study, made), _kept(lessons):
        report = studied.body(study, sizes, images, steps=steps, seed=seed)
    given = images.reshape(len(images), -1).astype(np.float32) / 127.5 - 1
    return {
        **report,
        "starts": starts,
        "taught": [lesson.report(given, begin) for lesson in lessons],
    }


@contextlib.contextmanager
def _replaced(function: Function, made: dict[str, Any]) -> Iterator[None]:
    """In the block, the notebook's functions of these names are others, that look like them."""
    uses()
    space = NOTEBOOK
    if space is None:
        plain = inspect.unwrap(function)
        plain = plain if inspect.isfunction(plain) else type(plain).__call__
        space = plain.__globals__
    before = {name: space[name] for name in made if callable(space.get(name))}
    if are_off():
        before = {}
    for name, value in before.items():
        functools.update_wrapper(made[name], value)
        del made[name].__wrapped__
        space[name] = made[name]
    try:
        yield
    finally:
        space.update(before)


@contextlib.contextmanager
def _kept(lessons: list[Lesson]) -> Iterator[None]:
    """In the block, each lesson is told what a Dense layer of its kernel's shape gets."""
    import keras
    import tensorflow as tf

    layer = keras.layers.Dense
    before = layer.call

    @functools.wraps(before)
    def call(self: Any, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        shape = tuple(self.kernel.shape)
        for lesson in lessons:
            if lesson.shape == shape and hasattr(inputs, "dtype"):
                # Through a numpy_function, so that values are seen inside a tf.function too.
                kernel = tf.convert_to_tensor(self.kernel)
                tf.numpy_function(lesson.note, [inputs, kernel], tf.float32, stateful=True)
        return before(self, inputs, *args, **kwargs)

    layer.call = call
    try:
        yield
    finally:
        layer.call = before


class Lesson:
    """What one discriminator saw."""

    # No dataclass: that looks for the module by its name, and an instrument has none.

    def __init__(self, shape: tuple[int, int]) -> None:
        """Listen to the layer whose kernel has this shape."""
        self.shape = shape
        self.passes = 0
        self.largest = 0.0
        self.states: set[bytes] = set()
        """The states of its weights, as hashes."""
        self.rows: dict[bytes, NDArray[np.float32]] = {}
        """The different images among the first ones."""
        self.draws: Counter[bytes] = Counter()
        """How often each of these came: once for a batch that is seen again in the same state."""
        self.shown: set[bytes] = set()
        """The batches with the states in which they were seen, as hashes."""
        self.first = self.last = 0.0
        """When it saw the first and the last batch."""

    def note(self, batch: NDArray[Any], kernel: NDArray[Any]) -> NDArray[np.float32]:
        """Keep a batch of images, and the state of a kernel when it came; return a number."""
        batch, kernel = np.array(batch, np.float32), np.array(kernel, np.float32)
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
            return np.float32(0)  # type: ignore[return-value]
        self.shown.add(showing)
        for row in batch.reshape(len(batch), -1):
            name = _hash(row)
            self.rows[name] = row
            self.draws[name] += 1
        return np.float32(0)  # type: ignore[return-value]

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
