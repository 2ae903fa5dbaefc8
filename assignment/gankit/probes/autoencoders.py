"""Probes for functions that get a network from the test."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gankit.probes.base import Function, probe, usual_layers
from gankit.probes.forms import ANYTHING, Form, Items

Layers = Sequence[tuple[str, dict[str, Any]]]
"""The class of each layer in ``keras.layers``, and its options."""


@probe(answer=lambda **_: ANYTHING)
def with_network(
    function: Function,
    input_shape: Sequence[int],
    layers: Layers,
    weights: Sequence[NDArray[np.float32]],
    args: Sequence[Any],
    functional: bool = False,
) -> Any:
    """Call ``function(model, *args)`` with a new model of these layers and weights.

    With ``functional`` it is a functional model, else a Sequential one.

    >>> def units(model, more):
    ...     return model.output_shape[1] + more
    >>> with_network(units, [3], [("Dense", {"units": 2})], [np.ones((3, 2)), np.ones(2)], [1])
    3
    """
    return function(_model(input_shape, layers, weights, functional=functional), *args)


def _arrays_after(weights: Sequence[Any], args: Sequence[Any], **_: Any) -> Form:
    arrays = sum(isinstance(arg, np.ndarray) for arg in args)
    return Items(ANYTHING, len(weights) + arrays, noun="array")


@probe(answer=_arrays_after)
def arrays_after_network(
    function: Function,
    input_shape: Sequence[int],
    layers: Layers,
    weights: Sequence[NDArray[np.float32]],
    args: Sequence[Any],
) -> list[NDArray[Any]]:
    """Do the same; return the model's weights as they are then, and the arrays in ``args``.

    >>> def forget(model):
    ...     model.set_weights([0 * w for w in model.get_weights()])
    >>> layers = [("Dense", {"units": 1})]
    >>> arrays_after_network(forget, [1], layers, [np.ones((1, 1)), np.ones(1)], [])
    [array([[0.]], dtype=float32), array([0.], dtype=float32)]
    """
    model = _model(input_shape, layers, weights)
    function(model, *args)
    return [*model.get_weights(), *(arg for arg in args if isinstance(arg, np.ndarray))]


@probe(answer=lambda args, **_: Items(ANYTHING, len(args), noun="array"))
def arrays_after_draw(
    function: Function, args: Sequence[NDArray[np.float64]], n: int, seed: int
) -> list[NDArray[Any]]:
    """Call ``function(n, *args, rng)``; return the arrays in ``args`` as they are then.

    >>> def draw(n, mean, rng):
    ...     mean += 1
    >>> arrays_after_draw(draw, [np.zeros(2)], n=3, seed=0)
    [array([1., 1.])]
    """
    function(n, *args, np.random.default_rng(seed))
    return list(args)


@usual_layers()
def _model(
    input_shape: Sequence[int],
    layers: Layers,
    weights: Sequence[NDArray[np.float32]],
    functional: bool = False,
) -> Any:
    import keras

    inputs = keras.Input(tuple(input_shape))
    made = [getattr(keras.layers, kind)(**options) for kind, options in layers]
    if functional:
        outputs = inputs
        for layer in made:
            outputs = layer(outputs)
        model = keras.Model(inputs, outputs)
    else:
        model = keras.Sequential([inputs, *made])
    model.set_weights([np.array(w) for w in weights])
    return model
