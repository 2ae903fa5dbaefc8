"""Probes for functions that change weights step by step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gankit.probes.base import Function, name_of, probe
from gankit.probes.forms import Array, Form, Items
from gankit.probes.replaced import by_hand


def _adam_path(params: Sequence[Any], gradients: Sequence[Any], **_: Any) -> Form:
    # A test says it if their shapes are others.
    size = 1000 + 2 * sum(np.size(array) for array in params)
    step = Items(Array(most=size), len(params), numbers=size, noun="array")
    return Items(step, len(gradients), noun="step")


@probe(answer=_adam_path)
def adam_path(
    adam_step: Function,
    params: Sequence[NDArray[np.float32]],
    gradients: Sequence[Sequence[NDArray[np.float32]]],
    options: dict[str, float],
) -> list[list[Any]]:
    """Take one step of ``adam_step`` for each entry of ``gradients``; return all params on the way.

    ``params`` and each entry of ``gradients`` are lists of arrays of the same shapes.

    >>> def descend(params, grads, state, lr):
    ...     return [p - lr * g for p, g in zip(params, grads)], state
    >>> path = adam_path(descend, [np.zeros(2)], [[np.ones(2)]] * 2, {"lr": 0.5})
    >>> [params[0].tolist() for params in path]
    [[-0.5, -0.5], [-1.0, -1.0]]
    """
    import keras

    state = None
    current: Any = [np.array(p) for p in params]
    path = []
    for step in gradients:
        with by_hand((keras.optimizers.Optimizer, "apply"), what=name_of(adam_step)):
            result = adam_step(current, [np.array(g) for g in step], state, **options)
        assert isinstance(result, tuple) and len(result) == 2, (
            f"{name_of(adam_step)} should return two things: params, state."
        )
        current, state = result
        assert isinstance(current, (list, tuple)) and len(current) == len(params), (
            f"For {len(params)} parameters {name_of(adam_step)} should return a list of as many."
        )
        # What NumPy has made a number of, of an array without dimensions, is an array again.
        current = [np.array(p) for p in current]
        path.append([p.copy() for p in current])
    return path
