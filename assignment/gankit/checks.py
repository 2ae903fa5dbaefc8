"""What the tests say when a function returns something else than it should."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from gankit.mistakes import MISTAKES

if TYPE_CHECKING:
    from gankit.networks import Network


def array(
    value: Any, name: str, shape: tuple[int, ...] | None = None, dtype: DTypeLike | None = None
) -> NDArray[Any]:
    """Return ``value`` if it is an array of finite numbers of this shape and type.

    Raises:
        AssertionError: with a message for the student, where ``name`` names the value.

    >>> array(np.ones(2), "The result", (2,)).sum()
    np.float64(2.0)
    >>> array(np.ones(3), "The result", (2,))
    Traceback (most recent call last):
    AssertionError: The result should have shape (2,), but it has shape (3,).
    """
    assert value is not None, f"{name} is None. Is there a `return` at the end of the function?"
    assert isinstance(value, np.ndarray), (
        f"{name} should be a NumPy array, but it is of type {type(value).__name__}."
    )
    if shape is not None:
        assert value.shape == shape, (
            f"{name} should have shape {shape}, but it has shape {value.shape}."
        )
    if dtype is not None:
        assert value.dtype == np.dtype(dtype), (
            f"{name} should have type {np.dtype(dtype)}, but it has type {value.dtype}. "
            f"`.astype(np.{np.dtype(dtype)})` converts it."
        )
    assert not np.iscomplexobj(value), f"{name}: {MISTAKES['complex numbers'].sentence}"
    assert np.issubdtype(value.dtype, np.number), (
        f"{name} should hold numbers, but it has type {value.dtype}."
    )
    assert np.isfinite(value).all(), f"{name} holds values that are not finite (NaN or infinity)."
    return value


def scalar(value: Any, name: str) -> float:
    """Return ``value`` as a float if it is one number.

    Raises:
        AssertionError: with a message for the student, where ``name`` names the value.

    >>> scalar(np.float32(0.5), "The loss")
    0.5
    >>> scalar(None, "The loss")
    Traceback (most recent call last):
    AssertionError: The loss is None. Is there a `return` at the end of the function?
    """
    assert value is not None, f"{name} is None. Is there a `return` at the end of the function?"
    shape = np.shape(value)
    assert shape == (), f"{name} should be one number, but it has shape {shape}. Is a mean missing?"
    assert not np.iscomplexobj(value), f"{name}: {MISTAKES['complex numbers'].sentence}"
    assert isinstance(value, (int, float, np.number, np.ndarray)), (
        f"{name} should be a number, but it is of type {type(value).__name__}."
    )
    return float(value)


def holds(value: Any, count: int) -> bool:
    """Say whether a value is a list, a tuple or an array with one dimension, of so many values.

    >>> holds((1, 2), 2), holds(np.ones(2), 2), holds(np.ones((2, 3)), 2), holds(1, 2)
    (True, True, False, False)
    """
    if isinstance(value, np.ndarray):
        return bool(value.shape == (count,))
    return isinstance(value, (list, tuple)) and len(value) == count


def rounded(values: NDArray[Any], digits: int) -> Any:
    """Return an array as nested lists of numbers that are rounded, for messages.

    A ``float32`` number that was rounded would show more digits in Python: 0.3330000042915344.

    >>> rounded(np.float32([1 / 3, 2]), 3)
    [0.333, 2.0]
    """
    return np.round(np.asarray(values, np.float64), digits).tolist()


def with_batch(shape: Sequence[int]) -> str:
    """Return the shape of n things of this shape, as text.

    >>> with_batch((14, 14)), with_batch(())
    ('(n, 14, 14)', '(n,)')
    """
    return f"(n, {', '.join(map(str, shape))})" if len(shape) else "(n,)"


def fresh(one: Network, other: Network, name: str) -> None:
    """Check that two networks of the same function do not start with the same weights.

    Weights that are all alike, such as zeros, may be the same.

    Raises:
        AssertionError: with a message for the student, where ``name`` names the function.

    >>> from gankit.networks import Layer, Network
    >>> network = Network((Layer("Dense", {}, (), (np.arange(6.0).reshape(2, 3),)),))
    >>> fresh(network, network, "make")
    Traceback (most recent call last):
    AssertionError: Two calls of make give networks with the same weights in a layer Dense. Build \
a new one in each call, with new layers, and leave the seed out of the initialisers.
    """
    for first, second in zip(one.layers, other.layers, strict=False):
        for a, b in zip(first.weights, second.weights, strict=False):
            assert a.ndim < 2 or len(np.unique(a)) <= 2 or not np.array_equal(a, b), (
                f"Two calls of {name} give networks with the same weights in a layer "
                f"{first.kind}. Build a new one in each call, with new layers, and leave the seed "
                "out of the initialisers."
            )


def has_layers(network: Network, name: str, kinds: Sequence[str]) -> None:
    """Check that a network has a layer of one of these kinds, such as "Conv2D with stride 2".

    Raises:
        AssertionError: with a message for the student, where ``name`` names the function.

    >>> from gankit.networks import Layer, Network
    >>> network = Network((Layer("Conv2D", {"strides": (1, 1)}, (), ()),))
    >>> has_layers(network, "make", ["MaxPooling2D", "Conv2D"])
    >>> has_layers(network, "make", ["MaxPooling2D", "Conv2D with stride 2"])
    Traceback (most recent call last):
    AssertionError: make should have a layer MaxPooling2D or Conv2D with stride 2. Its layers: \
Conv2D.
    """
    found = [layer.kind for layer in network.layers if layer.kind != "InputLayer"]
    strided = [
        f"{layer.kind} with stride 2"
        for layer in network.layers
        if np.max(layer.options.get("strides") or 1) >= 2
    ]
    assert {*kinds} & {*found, *strided}, (
        f"{name} should have a layer {' or '.join(kinds)}. Its layers: {', '.join(found)}."
    )


def has_hidden_layer(network: Network, name: str) -> None:
    """Check that a network has an activation between two of its layers with kernels.

    Raises:
        AssertionError: with a message for the student, where ``name`` names the function.

    >>> from gankit.networks import Layer, Network
    >>> hidden = Layer("Dense", {"activation": "relu"}, (), (np.ones((2, 3)),))
    >>> last = Layer("Dense", {"activation": "linear"}, (0,), (np.ones((3, 1)),))
    >>> has_hidden_layer(Network((hidden, last)), "make")
    >>> has_hidden_layer(Network((last, last)), "make")
    Traceback (most recent call last):
    AssertionError: make should have a hidden layer with an activation. Without one it is linear, \
and can do no more than a matrix.
    """
    kernels = [n for n, layer in enumerate(network.layers) if layer.kind in _WITH_KERNELS]
    bent = [
        n
        for n, layer in enumerate(network.layers)
        if layer.kind in ("ReLU", "LeakyReLU", "ELU", "PReLU")
        or layer.options.get("activation", "linear") != "linear"
    ]
    assert kernels and any(kernels[0] <= n < kernels[-1] for n in bent), (
        f"{name} should have a hidden layer with an activation. Without one it is linear, and can "
        "do no more than a matrix."
    )


_WITH_KERNELS = ("Dense", "Conv2D", "Conv2DTranspose")


def same_weights(one: Network, other: Network) -> bool:
    """Return whether two networks have the same weights.

    >>> from gankit.networks import Layer, Network
    >>> one, other = (Network((Layer("Dense", {}, (), (w,)),)) for w in np.eye(2))
    >>> same_weights(one, one), same_weights(one, other)
    (True, False)
    """
    weights = [[w for layer in network.layers for w in layer.weights] for network in (one, other)]
    return len(weights[0]) == len(weights[1]) and all(
        np.array_equal(a, b) for a, b in zip(*weights, strict=True)
    )


def follows_arguments(
    train: Callable[..., Mapping[str, Any]],
    run: Mapping[str, Any],
    *,
    data: tuple[Any, Any],
    steps: int,
    name: str,
) -> None:
    """Check that a training is decided by its data, its steps and its seed, and by nothing else.

    ``train(data, steps, seed, surroundings)`` gives what ``gankit.probes.trained`` or ``fitted``
    does; ``run`` is what it gave for the first of the two ``data``, ``steps`` steps, seed 1 and
    surroundings 1. Four more trainings. ``name`` is that of the student's function.

    Compiled by XLA, a right training gives other weights each time; with a loop of TensorFlow's,
    now and then. Then it is enough that it seeds Python's own random numbers, as
    ``keras.utils.set_random_seed`` does.

    Raises:
        AssertionError: with a message for the student.

    >>> from gankit.networks import Layer, Network
    >>> def train(data, steps, seed, surroundings):
    ...     return {"generator": Network((Layer("Dense", {}, (), (np.full((1, 1), data),)),))}
    >>> follows_arguments(train, train(0.5, 100, 1, 1), data=(0.5, 2.0), steps=100, name="train")
    Traceback (most recent call last):
    AssertionError: Two seeds give the same generator. Start train with \
keras.utils.set_random_seed(seed).
    """
    first, other = data
    result = "generator" if "generator" in run else "model"
    start = f"Start {name} with keras.utils.set_random_seed(seed)."

    def same(left: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
        pairs = zip(_networks(left), _networks(right), strict=True)
        return all(same_weights(*pair) for pair in pairs)

    assert not same(run, train(first, steps, 2, 1)), f"Two seeds give the same {result}. {start}"
    assert not same(run, train(first, 2 * steps, 1, 1)), (
        f"{steps} and {2 * steps} steps give the same {result}: the argument steps is not used."
    )
    assert not same(run, train(other, steps, 1, 1)), (
        f"Other data give the same {result}: it does not learn from what {name} gets."
    )
    again = train(first, steps, 1, 2)
    if same(run, again):
        return
    differs = "Two trainings with the same seed differ, since other numbers were drawn before them."
    assert run["dice"] == again["dice"], f"{differs} {start}"
    # If one now and then differs from itself too, that is not the doing of what was drawn before.
    repeats = same(run, train(first, steps, 1, 1)) and same(again, train(first, steps, 1, 2))
    assert not repeats, f"{differs} {start[:-1]}, before it makes the networks."


def _networks(run: Mapping[str, Any]) -> Sequence[Network]:
    return run["networks"] if "networks" in run else [run["generator"]]


def losses(history: Any, names: Sequence[str]) -> dict[str, NDArray[np.float64]]:
    """Return the lists of losses in a history, which may also be what Keras' ``fit`` returned.

    Raises:
        AssertionError: with a message for the student, if one is missing or holds no numbers.

    >>> losses({"loss": [0.5, 0.25]}, ["loss"])["loss"]
    array([0.5 , 0.25])
    >>> losses({"loss": 0.5}, ["loss"])
    Traceback (most recent call last):
    AssertionError: history["loss"] should be a list, but it is of type float.
    """
    history = getattr(history, "history", history)
    lists = " and ".join(f'history["{name}"]' for name in names)
    assert isinstance(history, dict) and set(names) <= history.keys(), (
        f"The history should be a dict with {lists}: lists of numbers."
    )
    found = {}
    for name in names:
        values = history[name]
        assert np.ndim(values) > 0 or isinstance(values, (list, tuple)), (
            f'history["{name}"] should be a list, but it is of type {type(values).__name__}.'
        )
        where = f'A value in history["{name}"]'
        found[name] = np.array([scalar(np.squeeze(value), where) for value in values], np.float64)
    return found


def loss_values(
    losses: Mapping[str, Sequence[float]], fewest: int, relative: Collection[str] = ()
) -> dict[str, float]:
    """Return the mean of each loss over the last fifth, how many values it has, and if it varies.

    The mean is NaN if there are fewer than ``fewest`` values, or one that is not finite. Of those
    that are ``relative`` it is divided by the largest value, and -1 if none is above 0.

    >>> values = loss_values({"loss": [9.0] * 20 + [1.0, 2.0, 3.0, 4.0, 5.0]}, fewest=25)
    >>> values["loss"], values["loss_values"], values["loss_varies"]
    (3.0, 25, 1.0)
    >>> loss_values({"distance": [12.0] * 20 + [3.0] * 5}, fewest=25, relative=["distance"])
    {'distance': 0.25, 'distance_values': 25, 'distance_varies': 1.0}
    """
    values: dict[str, float] = {}
    for name, series in losses.items():
        last = series[-max(5, len(series) // 5) :]
        finite = len(series) >= fewest and bool(np.isfinite(series).all())
        values[name] = float(np.mean(last)) if finite else float("nan")
        if name in relative and finite:
            largest = float(np.max(series))
            values[name] = values[name] / largest if largest > 0 else -1.0
        values[f"{name}_values"] = len(series)
        values[f"{name}_varies"] = float(np.ptp(series) > 0) if finite else 0.0
    return values
