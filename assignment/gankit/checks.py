"""What the tests say when a function returns something else than it should."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

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
    assert shape == (), f"{name} should be one number, but it has shape {shape}."
    assert isinstance(value, (int, float, np.number, np.ndarray)), (
        f"{name} should be a number, but it is of type {type(value).__name__}."
    )
    return float(value)


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
    """
    for first, second in zip(one.layers, other.layers, strict=False):
        for a, b in zip(first.weights, second.weights, strict=False):
            assert a.ndim < 2 or len(np.unique(a)) <= 2 or not np.array_equal(a, b), (
                f"Two calls of {name} give networks with the same weights in a layer "
                f"{first.kind}. Build a new one in each call, with new layers, and leave the seed "
                "out of the initialisers."
            )


def same_weights(one: Network, other: Network) -> bool:
    """Return whether two networks have the same weights."""
    weights = [[w for layer in network.layers for w in layer.weights] for network in (one, other)]
    return len(weights[0]) == len(weights[1]) and all(
        np.array_equal(a, b) for a, b in zip(*weights, strict=True)
    )
