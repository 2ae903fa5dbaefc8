"""Looks on while a GAN of images is trained several times, with networks of the grader's."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import inspect
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from gankit.networks import describe
from gankit.probes.base import Function, probe
from gankit.probes.forms import (
    ANY_NETWORK,
    ANY_NUMBER,
    COUNT,
    MOST_WEIGHTS,
    Fields,
    Form,
    Items,
    Row,
)
from gankit.probes.replaced import are_off, uses
from gankit.probes.studies import studied, study_of
from numpy.typing import NDArray

NOTEBOOK: dict[str, Any] | None = None
"""The names of the notebook, where it is known. Else they are those of the function's module."""
PAUSE, PAUSES = 0.01, 60
"""Seconds, and how often: so that a training takes longer by the clock than it computes."""
MOST_SHOWINGS = 50_000
NEAR = 0.1
"""Root mean square of the difference to a given image: some add a little noise."""
_COURSE: dict[str, Form] = dict.fromkeys(("states", "batches"), COUNT)
_LESSON: dict[str, Form] = {
    **_COURSE,
    **dict.fromkeys(("passes", "real", "fake", "images", "draws"), COUNT),
    **dict.fromkeys(("largest", "first", "last"), ANY_NUMBER),
}


def _recorded_study(sizes: Sequence[int], **_: Any) -> Form:
    start = Row((COUNT, ANY_NETWORK), ("latents", "generator"))
    return Fields(
        {
            **study_of(sizes),
            "starts": Items(start, most=1000, numbers=MOST_WEIGHTS, noun="generator"),
            "courses": Items(Fields(_COURSE), most=1000, noun="generator"),
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
    view: float = 1.0,
) -> dict[str, Any]:
    """Do as ``studied`` with networks of one hidden layer of ``width`` units.

    ``names`` are those of the notebook's functions that make the ``generator`` and the
    ``discriminator``, which multiplies all images by ``view``: with 0 it sees nothing. Returns the
    report of ``studied`` and, of the networks that were made: of each generator its latents and
    itself as it was at the ``starts``, and its ``courses`` (see ``Course.report``), one for each
    number of latents; and for each discriminator what it was ``taught`` (see ``Lesson.report``).

    >>> def make_generator(latent_dim, image_shape):
    ...     raise NotImplementedError("never called: the grader's networks take its place")
    >>> def study(sizes, images, steps, seed):
    ...     generator = make_generator(sizes[0], images.shape[1:])
    ...     about = {"latent_dim": sizes[0], "parameters": 8, "seconds": 0.1, "distance": 1.0}
    ...     return [{"generator": generator, **about}]
    >>> names = {"generator": "make_generator", "discriminator": "make_discriminator"}
    >>> images = np.zeros((1, 4, 4), np.uint8)
    >>> report = recorded_study(study, [3], images, steps=1, seed=0, names=names, width=5)
    >>> [(latents, start.input_shape) for latents, start in report["starts"]], report["taught"]
    ([(3, (3,))], [])
    """
    import keras

    starts: list[list[Any]] = []
    courses: dict[tuple[int, int], Course] = {}
    lessons: list[Lesson] = []
    begin = time.perf_counter()
    given = images.reshape(len(images), -1).astype(np.float32) / 127.5 - 1

    def make_generator(latent_dim: int, image_shape: Sequence[int]) -> Any:
        hidden = keras.layers.Dense(width, use_bias=False, kernel_initializer="he_uniform")
        model = keras.Sequential(
            [
                keras.Input((latent_dim,)),
                hidden,
                keras.layers.BatchNormalization(momentum=0.9),  # few steps are enough for it
                keras.layers.ReLU(),
                keras.layers.Dense(int(np.prod(image_shape)), activation="tanh"),
                keras.layers.Reshape(tuple(image_shape)),
            ]
        )
        starts.append([latent_dim, describe(model, (latent_dim,))])
        courses.setdefault((latent_dim, width), Course())
        return model

    def make_discriminator(image_shape: Sequence[int]) -> Any:
        # One unit more for each: by its kernel's shape a copy is known too.
        units = width + 1 + len(lessons) % 500
        hidden = keras.layers.Dense(units, activation="relu", kernel_initializer="he_uniform")
        lessons.append(Lesson(given, (int(np.prod(image_shape)), units)))
        seen = [keras.layers.Rescaling(view), keras.layers.Flatten()]
        return keras.Sequential(
            [keras.Input(tuple(image_shape)), *seen, hidden, keras.layers.Dense(1)]
        )

    made = {names["generator"]: make_generator, names["discriminator"]: make_discriminator}
    with (
        _replaced(study, made),
        _kept(lambda: [*courses.items(), *((x.shape, x) for x in lessons)]),
    ):
        report = studied.body(study, sizes, images, steps=steps, seed=seed)
    return {
        **report,
        "starts": starts,
        "courses": [courses[size, width].report() for size in sizes if (size, width) in courses],
        "taught": [lesson.report(begin) for lesson in lessons],
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
def _kept(listeners: Callable[[], Sequence[tuple[tuple[int, int], Course]]]) -> Iterator[None]:
    """In the block, each listener is told what a Dense layer of its kernel's shape gets."""
    import keras
    import tensorflow as tf

    layer = keras.layers.Dense
    before = layer.call

    @functools.wraps(before)
    def call(self: Any, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        shape = tuple(self.kernel.shape)
        for listened, listener in listeners():
            if listened == shape and hasattr(inputs, "dtype"):
                # Through a numpy_function, so that values are seen inside a tf.function too.
                kernel = tf.convert_to_tensor(self.kernel)
                tf.numpy_function(listener.note, [inputs, kernel], tf.float32, stateful=True)
        return before(self, inputs, *args, **kwargs)

    layer.call = call
    try:
        yield
    finally:
        layer.call = before


class Course:
    """What one generator got, and how it changed."""

    # No dataclass: that looks for the module by its name, and an instrument has none.

    def __init__(self) -> None:
        """Nothing has come yet."""
        self.states: set[bytes] = set()
        """The states of its weights, as hashes."""
        self.batches: set[bytes] = set()
        """What it got, as hashes."""
        self.showings: set[bytes] = set()
        """The batches with the states in which they came, as hashes."""

    def note(self, batch: NDArray[Any], kernel: NDArray[Any]) -> NDArray[np.float32]:
        """Keep a batch, and the state of a kernel when it came; return a number."""
        batch, kernel = np.array(batch, np.float32), np.array(kernel, np.float32)
        name, state = _hash(batch), _hash(kernel)
        if len(self.showings) < MOST_SHOWINGS:
            self.keep(batch, new=name + state not in self.showings)
            self.states.add(state)
            self.batches.add(name)
            self.showings.add(name + state)
        return np.float32(0)  # type: ignore[return-value]

    def keep(self, batch: NDArray[np.float32], *, new: bool) -> None:
        """Look at a batch, which may be ``new`` in this state."""

    def report(self) -> dict[str, Any]:
        """Return in how many ``states`` it was, and how many different ``batches`` it got."""
        return {"states": len(self.states), "batches": len(self.batches)}


class Lesson(Course):
    """What one discriminator saw."""

    def __init__(self, given: NDArray[np.float32], shape: tuple[int, int]) -> None:
        """Listen to the layer whose kernel has this shape, for the ``given`` images as rows."""
        super().__init__()
        self.given, self.shape = given, shape
        self.squares = (given**2).sum(axis=1)
        self.passes = self.real = self.fake = self.draws = 0
        self.largest = 0.0
        self.images: set[int] = set()
        """Which of the given images it saw."""
        self.first = self.last = 0.0
        """When it saw the first and the last batch."""

    def keep(self, batch: NDArray[np.float32], *, new: bool) -> None:
        """Count the given images in a batch, and the others: those that the generator made."""
        if self.passes < PAUSES:
            time.sleep(PAUSE)
        self.last = time.perf_counter()
        self.first = self.first or self.last
        self.passes += 1
        rows = batch.reshape(len(batch), -1)
        self.largest = max(self.largest, float(np.abs(rows).max(initial=0.0)))
        if not new or not rows.size or rows.shape[1] != self.given.shape[1]:
            return
        squares = (rows**2).sum(axis=1)[:, None] + self.squares - 2 * rows @ self.given.T
        near = squares.min(axis=1) < rows.shape[1] * NEAR**2
        self.images |= {*squares.argmin(axis=1)[near].tolist()}
        self.draws += int(near.sum())
        self.real += bool(near.any())
        self.fake += not near.all()

    def report(self, begin: float = 0.0) -> dict[str, Any]:
        """Return what ``Course.report`` does, and how many ``passes`` it saw.

        Also how many different ones held given images (``real``) and others (``fake``), how many of
        the given ``images`` were among them, in how many ``draws``, the ``largest`` number, and the
        times of the ``first`` and ``last`` pass, in seconds since ``begin``.
        """
        return {
            **super().report(),
            "passes": self.passes,
            "real": self.real,
            "fake": self.fake,
            "images": len(self.images),
            "draws": self.draws,
            "largest": self.largest,
            "first": self.first - begin,
            "last": self.last - begin,
        }


def _hash(values: NDArray[np.float32]) -> bytes:
    return hashlib.blake2b(values.tobytes(), digest_size=8).digest()
