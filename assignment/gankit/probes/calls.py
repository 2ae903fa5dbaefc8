"""Probes for functions that take and return plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from gankit.probes.base import Function, probe
from gankit.probes.forms import ANYTHING, Items


@probe(answer=lambda **_: ANYTHING)
def call(function: Function, args: Sequence[Any]) -> Any:
    """Call ``function(*args)``.

    >>> call(pow, [2, 5])
    32
    """
    return function(*args)


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
