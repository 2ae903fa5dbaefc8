"""Probes for functions that take and return plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gankit.probes.base import Function, probe
from gankit.probes.forms import ANYTHING, Form, Items


@probe(answer=lambda **_: ANYTHING)
def call(function: Function, args: Sequence[Any]) -> Any:
    """Call ``function(*args)``.

    >>> call(pow, [2, 5])
    32
    """
    return function(*args)


def _arrays_after(args: Sequence[Any], **_: Any) -> Form:
    return Items(ANYTHING, len(_arrays_in(args)), noun="array")


@probe(answer=_arrays_after)
def arrays_after(function: Function, args: Sequence[Any]) -> list[NDArray[Any]]:
    """Call ``function(*args)``; return the arrays in ``args``, and in its lists, as they are then.

    >>> def double(values):
    ...     values *= 2
    >>> arrays_after(double, [np.ones(2)])
    [array([2., 2.])]
    """
    arrays = _arrays_in(args)
    function(*args)
    return arrays


def _arrays_in(args: Sequence[Any]) -> list[NDArray[Any]]:
    given = [item for arg in args for item in (arg if isinstance(arg, list) else [arg])]
    return [item for item in given if isinstance(item, np.ndarray)]


@probe(answer=lambda calls, **_: Items(ANYTHING, len(calls), noun="call"))
def draws(function: Function, calls: Sequence[Sequence[Any]], seed: int) -> list[Any]:
    """Call ``function(*args, rng)`` for each args in ``calls``, all with one ``rng``.

    >>> def roll(n, rng):
    ...     return rng.integers(1, 7, n).tolist()
    >>> draws(roll, [[3], [1]], seed=0)
    [[6, 4, 4], [2]]
    """
    rng = np.random.default_rng(seed)
    return [function(*args, rng) for args in calls]
