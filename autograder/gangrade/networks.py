"""Run a network that came from a candidate: check its description, build it anew, compute outputs.

The description is data. Layers are made by Keras' public constructors, chosen from gankit's table;
Keras' own loading and deserialisation are never used.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from gankit.networks import ACTIVATIONS, LAYERS, Layer, Network
from numpy.typing import NDArray

MAX_LAYERS = 200
MAX_WEIGHTS = 20_000_000
MAX_SIZE = 1_000_000
"""Numbers that one layer may give for one input."""
MAX_WORK = 1e12
"""Multiplications for one call of ``run``."""

_WORDS = {
    "activation": set(ACTIVATIONS),
    "padding": {"same", "valid"},
    "interpolation": {"nearest", "bilinear"},
}


class TooMuch(Exception):  # noqa: N818
    """A network that is too large, or that does not fit together. The message says why."""


def check(network: Network) -> None:
    """Check all that can be said without Keras: counts, numbers of layers, plain small options.

    Raises:
        TooMuch: with a sentence for the student.
    """
    layers = network.layers
    if not 1 <= len(layers) <= MAX_LAYERS:
        raise TooMuch(f"The network has {len(layers)} layers; at most {MAX_LAYERS} are allowed.")
    if network.parameters > MAX_WEIGHTS:
        raise TooMuch(
            f"The network has {network.parameters} weights; at most {MAX_WEIGHTS} are allowed."
        )
    if layers[0].kind != "InputLayer" or any(layer.kind == "InputLayer" for layer in layers[1:]):
        raise TooMuch("The network does not start with one input.")
    for number, layer in enumerate(layers):
        if set(layer.options) != set(LAYERS[layer.kind]):
            raise TooMuch(f"The options of a layer {layer.kind} are not the expected ones.")
        if bool(layer.inputs) != bool(number) or any(before >= number for before in layer.inputs):
            raise TooMuch("The layers of the network are not in order.")
        for name, value in layer.options.items():
            _check_option(layer.kind, name, value)
        if not all(np.isfinite(w).all() for w in layer.weights):
            raise TooMuch("Some weights of the network are not finite numbers (NaN or infinity).")


def _check_option(kind: str, name: str, value: Any) -> None:
    if isinstance(value, str) or name in {"activation", "interpolation"}:
        known = isinstance(value, str) and value in _WORDS.get(name, set())
    elif isinstance(value, (list, tuple)):
        known = len(value) <= 4
        for item in value:
            _check_option(kind, name, item)
    else:
        known = value is None or (isinstance(value, (int, float)) and abs(value) <= MAX_SIZE)
    if not known:
        raise TooMuch(f"A layer {kind} has {name}={str(value)[:40]!r}, which is not supported.")


def run(network: Network, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
    """Build the network and return its outputs for ``inputs`` of shape (n, *input_shape).

    Raises:
        TooMuch: if the network is too large or its parts do not fit together.
    """
    check(network)
    model, work = _build(network)
    if work * len(inputs) > MAX_WORK:
        raise TooMuch("The network needs too much computing time for its samples.")
    batch = max(1, min(len(inputs), 4 * MAX_SIZE // max(1, _largest(network, model))))
    outputs = [
        np.asarray(model(inputs[start : start + batch], training=False), dtype=np.float32)
        for start in range(0, len(inputs), batch)
    ]
    return np.concatenate(outputs)


def _build(network: Network) -> tuple[Any, float]:
    import keras

    tensors: list[Any] = []
    work = 0.0
    for layer in network.layers:
        if layer.kind == "InputLayer":
            size = layer.options["shape"]
            if not isinstance(size, (list, tuple)):
                raise TooMuch("The network's input has no shape.")
            _check_size([None, *size])
            tensors.append(keras.Input(tuple(size)))
            continue
        before = [tensors[number] for number in layer.inputs]
        argument = before[0] if len(before) == 1 else before
        try:
            made = getattr(keras.layers, layer.kind)(**_as_tuples(layer.options))
            shapes = [tensor.shape for tensor in before]
            shape = made.compute_output_shape(shapes[0] if len(shapes) == 1 else shapes)
            _check_size(shape)
            _check_weights(layer, shapes[0])
            tensors.append(made(argument))
            made.set_weights(list(layer.weights))
        except TooMuch:
            raise
        except Exception as error:
            raise TooMuch(
                f"The network's layer {layer.kind} does not fit ({type(error).__name__})."
            ) from None
        kernel = math.prod(layer.weights[0].shape[:-1]) if layer.weights else 1
        work += math.prod(shape[1:]) * kernel
    return keras.Model(tensors[0], tensors[-1]), work


def _as_tuples(options: dict[str, Any]) -> dict[str, Any]:
    def convert(value: Any) -> Any:
        return tuple(convert(item) for item in value) if isinstance(value, (list, tuple)) else value

    return {name: convert(value) for name, value in options.items()}


def _check_size(shape: Any) -> None:
    sizes = list(shape[1:])
    if not all(isinstance(size, int) and size > 0 for size in sizes):
        raise TooMuch("The network has a layer with an output of unknown or no size.")
    if math.prod(sizes) > MAX_SIZE:
        raise TooMuch(f"A layer of the network gives more than {MAX_SIZE} numbers for one input.")


def _check_weights(layer: Layer, shape: Any) -> None:
    """Refuse a kernel whose size is not that of the weights, before Keras makes room for it."""
    options = layer.options
    size = None
    if layer.kind == "Dense":
        size = shape[-1] * options["units"]
    elif "filters" in options:
        size = math.prod(options["kernel_size"]) * shape[-1] * options["filters"]
    if size is not None and (not layer.weights or layer.weights[0].size != size):
        raise TooMuch(f"The weights of a layer {layer.kind} do not fit its size.")


def _largest(network: Network, model: Any) -> int:
    sizes = [math.prod(network.input_shape)]
    sizes += [math.prod(layer.output.shape[1:]) for layer in model.layers]
    return max(sizes)
