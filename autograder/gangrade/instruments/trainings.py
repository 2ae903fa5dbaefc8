"""Looks on while a GAN is trained: the student's own networks, behind a view of the data.

Whatever a test is after, the same happens: the notebook's functions give what they always give,
but the discriminator (the critic of a Wasserstein GAN) sees the samples through a *view*, a fixed
linear map in front of it. Where nothing is hidden the view swaps and mirrors coordinates, which
costs a training nothing. What the networks get and how they move is kept in variables of bounded
size, from within the graph, so it is the same in a ``tf.function``, under XLA, and in copies of the
networks.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from gankit.networks import describe
from gankit.probes.base import Function, probe
from gankit.probes.forms import (
    ANY_NETWORK,
    ANY_NUMBER,
    COUNT,
    Array,
    Fields,
    Form,
    Items,
    Maybe,
    history,
)
from gankit.probes.replaced import are_off, uses
from gankit.probes.trainings import losses_of, pair_of
from numpy.typing import NDArray

NOTEBOOK: dict[str, Any] | None = None
"""The names of the notebook, where it is known. Else they are those of the function's module."""
ROWS = 16_384
"""Calls of all generators, and of all discriminators, that are kept: the last ones."""
LATENTS = 8
"""Of one call, so many numbers of the first row of latents."""
MARKS = 2
"""Numbers that stand for the state of a network's first kernel: weighted sums of it."""


def _watched(steps: int, losses: Sequence[str], **_: Any) -> Form:
    kernel = Array((None, None), kinds="f")
    lists = {name: history(steps) for name in losses}
    return Fields(
        {
            "generator": ANY_NETWORK,
            "dice": ANY_NUMBER,
            **lists,
            "starts": Items(kernel, most=1000, numbers=2_000_000, noun="generator"),
            "kernel": Maybe(kernel),
            "discriminators": COUNT,
            "taught": Array(
                (None, None),
                most=ROWS * (MARKS + LATENTS + 1),
                kinds="f",
                fewest=MARKS + 2,
            ),
            "taught_calls": COUNT,
            "asked": Array((None, MARKS + 1 + 1), most=ROWS * (MARKS + 1 + 1), kinds="f"),
            "asked_calls": COUNT,
        }
    )


@probe(answer=_watched)
def watched(
    train: Function,
    arguments: Sequence[Any],
    steps: int,
    seed: int,
    names: dict[str, str],
    view: NDArray[np.float32],
    bias: float,
    marks: int,
    surroundings: int,
    losses: Sequence[str] = ("d_loss", "g_loss"),
) -> dict[str, Any]:
    """Call ``train(*arguments, steps, seed)`` with discriminators behind a view.

    ``names`` are those of the notebook's functions that make the ``generator`` and the
    ``discriminator``, or the ``critic``. ``view`` is a matrix, shape (size, size), for samples that
    are vectors; for images it has their shape, and each pixel is multiplied by its number. ``bias``
    is added to the last bias of a new discriminator. ``surroundings`` seeds all that ``train``
    itself does not seed, and ``marks`` the weights of the sums that stand for the state of a
    network.

    Returns the ``generator`` and the ``losses``; ``dice``, a number that Python draws afterwards;
    the first kernels of the generators that were made, as they were at the ``starts``, and that of
    the one that was returned, as matrices; how many ``discriminators`` were made; and of each call,
    of the last ``ROWS``, a row that begins with the marks of the network: for generators
    (``taught``) numbers of the first latent follow, for discriminators (``asked``) the mean of
    softplus(-logit). Last comes the number of the network: a copy has another one.
    """
    import keras

    keras.utils.clear_session()
    keras.utils.set_random_seed(surroundings)
    watch = _Watch(marks)
    starts: list[NDArray[np.float32]] = []
    discriminators: list[Any] = []
    (opponent,) = names.keys() - {"generator"}

    def generator(make: Callable[..., Any]) -> Callable[..., Any]:
        def made(*args: Any, **kwargs: Any) -> Any:
            model = make(*args, **kwargs)
            kernel = first_kernel(model)
            starts.append(np.zeros((1, 1), np.float32) if kernel is None else _matrix(kernel))
            watch.follow(model, "generator")
            return model

        return made

    def discriminator(make: Callable[..., Any]) -> Callable[..., Any]:
        def made(*args: Any, **kwargs: Any) -> Any:
            discriminators.append(behind(np.asarray(view), make(*args, **kwargs), opponent))
            raise_bias(discriminators[-1], bias)
            watch.follow(discriminators[-1], "discriminator")
            return discriminators[-1]

        return made

    around = {names["generator"]: generator, names[opponent]: discriminator}
    with replaced(train, around), watch.on():
        generator_, history_ = pair_of(train(*arguments, steps, seed))
    dice = random.random()
    latent_dim = int(generator_.input_shape[-1]) if hasattr(generator_, "input_shape") else 5
    kernel = first_kernel(generator_)
    return {
        "generator": describe(generator_, (latent_dim,)),
        "dice": dice,
        **losses_of(history_, losses),
        "starts": starts,
        "kernel": None if kernel is None else _matrix(kernel),
        "discriminators": len(discriminators),
        **watch.report(),
    }


@contextlib.contextmanager
def replaced(function: Function, around: Mapping[str, Callable[[Any], Any]]) -> Iterator[None]:
    """In the block, names of the notebook mean what ``around`` makes of their values.

    What stands for a function has its name and its signature.
    """
    uses()
    space = NOTEBOOK
    if space is None:
        plain = inspect.unwrap(function)
        plain = plain if inspect.isfunction(plain) else type(plain).__call__
        space = plain.__globals__
    before = {name: space[name] for name in around if callable(space.get(name))}
    if are_off():
        before = {}
    for name, value in before.items():
        space[name] = like(value, around[name](value))
    try:
        yield
    finally:
        space.update(before)


def like(function: Any, other: Any) -> Any:
    """Return the ``other`` function with the name, the texts and the signature of this one."""
    functools.update_wrapper(other, function)
    del other.__wrapped__
    with contextlib.suppress(TypeError, ValueError):
        other.__signature__ = inspect.signature(function)
    return other


def first_kernel(model: Any) -> Any:
    """Return the first of a model's weights that is no vector; None if there is none."""
    for weight in getattr(model, "weights", ()):
        if len(weight.shape) > 1:
            return weight
    return None


def _matrix(kernel: Any) -> NDArray[np.float32]:
    values = np.asarray(kernel, dtype=np.float32)
    return values.reshape(-1, values.shape[-1])


def behind(view: NDArray[np.float32], model: Any, noun: str = "discriminator") -> Any:
    """Return a discriminator with a view in front of it, of Keras' own layers, none with weights.

    Raises:
        AssertionError: if it is no model of Keras' layers.
    """
    import keras

    assert isinstance(model, keras.Model) and len(getattr(model, "inputs", None) or ()) == 1, (
        f"The {noun} should be a keras.Sequential or a functional Keras model that begins "
        "with keras.Input."
    )
    shape = tuple(model.inputs[0].shape[1:])
    if len(shape) == 1:
        size = shape[0]
        scale = (np.asarray(view, np.float64).T * size).tolist()
        front = [
            keras.layers.RepeatVector(size),
            keras.layers.Rescaling(scale),
            keras.layers.GlobalAveragePooling1D(data_format="channels_first"),
        ]
    else:
        front = [keras.layers.Rescaling(np.asarray(view, np.float64).reshape(shape).tolist())]
    if type(model) is keras.Sequential:
        return keras.Sequential([keras.Input(shape), *front, *model.layers], name=model.name)
    inputs = seen = keras.Input(shape)
    for layer in front:
        seen = layer(seen)
    return keras.Model(inputs, model(seen), name=model.name)


def raise_bias(model: Any, bias: float) -> None:
    """Add a number to the bias of the last layer that has one."""
    if not bias:
        return
    for layer in reversed(list(model._flatten_layers(include_self=False))):
        if getattr(layer, "bias", None) is not None:
            layer.bias.assign(np.asarray(layer.bias) + bias)
            return


class _Watch:
    """Keeps what networks get, and the states in which they are then."""

    def __init__(self, marks: int):
        """Take the seed of the weights of the sums; nothing is followed yet."""
        self._marks = marks
        self._tracks: dict[tuple[Any, ...], _Track] = {}
        """By the shapes of a network's weights: copies of it have the same."""
        self._of_kind: dict[str, _Track] = {}
        self._depth = 0

    def follow(self, model: Any, kind: str) -> None:
        """Keep what this network gets, and what its copies do."""
        kernel = first_kernel(model)
        if kernel is None:
            return
        size = int(np.prod(kernel.shape))
        columns = min(LATENTS, int(model.inputs[0].shape[-1])) if kind == "generator" else 1
        track = self._of_kind.get(kind)
        if track is None or track.size != size or track.columns != columns:
            track = _Track(kind, size=size, columns=columns, seed=self._marks)
        self._of_kind[kind] = self._tracks[_shapes(model)] = track

    @contextlib.contextmanager
    def on(self) -> Iterator[None]:
        """In the block, calls of networks are kept."""
        functional = _functional()
        before = functional.call

        @functools.wraps(before)
        def call(model: Any, inputs: Any, *args: Any, **kwargs: Any) -> Any:
            track = None if self._depth else self._track_of(model, inputs)
            if track is None:
                return before(model, inputs, *args, **kwargs)
            self._depth += 1
            try:
                outputs = before(model, inputs, *args, **kwargs)
            finally:
                self._depth -= 1
            track.note(model, inputs, outputs)
            return outputs

        functional.call = call
        try:
            yield
        finally:
            functional.call = before

    def _track_of(self, model: Any, inputs: Any) -> _Track | None:
        from keras.src.backend.common.stateless_scope import in_stateless_scope

        if not hasattr(inputs, "dtype") or in_stateless_scope():
            return None
        return self._tracks.get(_shapes(model))

    def report(self) -> dict[str, Any]:
        """Return what was kept."""
        taught = self._of_kind.get("generator")
        asked = self._of_kind.get("discriminator")
        nothing = np.zeros((0, MARKS + 2), np.float32)
        return {
            "taught": taught.rows() if taught else nothing,
            "taught_calls": taught.calls() if taught else 0,
            "asked": asked.rows() if asked else nothing,
            "asked_calls": asked.calls() if asked else 0,
        }


class _Track:
    """What passes through all networks of one kind, in variables of bounded size."""

    def __init__(self, kind: str, size: int, columns: int, seed: int):
        """Take the size of the first kernel, and how many numbers beside the marks are kept."""
        import tensorflow as tf

        self.kind, self.size, self.columns = kind, size, columns
        self._kernels: list[Any] = []
        """The first kernels of the networks, in the order of their numbers."""
        with tf.init_scope():
            self._sums = tf.constant(weights_of_marks(seed, size), tf.float32)
            self._count = tf.Variable([0], trainable=False, dtype=tf.int64)
            self._rows = tf.Variable(
                tf.zeros((ROWS, MARKS + columns + 1), tf.float32), trainable=False
            )

    def note(self, model: Any, inputs: Any, outputs: Any) -> None:
        """Keep one call, in few operations: each costs microseconds in every training step."""
        import tensorflow as tf

        variable = first_kernel(model)
        if not any(known is variable for known in self._kernels):
            self._kernels.append(variable)
        number = next(n for n, known in enumerate(self._kernels) if known is variable)
        kernel = tf.cast(tf.convert_to_tensor(variable), tf.float32)
        row = tf.reshape(kernel, (1, -1)) @ self._sums
        if self.kind == "generator":
            flat = inputs if inputs.shape.rank == 2 else tf.reshape(inputs[:1], (1, -1))
            values = tf.cast(flat[:1, : self.columns], tf.float32)
        else:
            losses = tf.math.softplus(-tf.cast(outputs, tf.float32))
            values = tf.reshape(tf.reduce_mean(losses), (1, 1))
        whole = tf.concat([row, values, tf.constant([[float(number)]])], 1)
        place = self._count.assign_add([1]) % ROWS
        self._rows.scatter_update(tf.IndexedSlices(whole, place))

    def calls(self) -> int:
        """Return how many calls there were."""
        return int(self._count.numpy()[0])

    def rows(self) -> NDArray[np.float32]:
        """Return those that are kept, in their order, of shape (calls, marks + numbers)."""
        count, rows = self.calls(), np.asarray(self._rows.numpy())
        # The n-th call, counted from 1, is in row n % ROWS.
        return np.roll(rows, -(count + 1), axis=0)[ROWS - min(count, ROWS) :]


def weights_of_marks(seed: int, size: int) -> NDArray[np.float32]:
    """Return the weights of the sums that stand for a kernel of so many numbers."""
    weights = np.random.default_rng(seed).standard_normal((size, MARKS))
    return np.asarray(weights / np.sqrt(size), np.float32)


def _shapes(model: Any) -> tuple[Any, ...]:
    return tuple(tuple(weight.shape) for weight in model.weights)


@functools.cache
def _functional() -> Any:
    """Return the class that ``keras.Model(inputs, outputs)`` gives, which Keras does not export."""
    import keras

    tensor = keras.Input((1,))
    return type(keras.Model(tensor, tensor))
