"""Run a network that came from a candidate: check its description, build it anew, compute outputs.

The description is data. Layers are made by Keras' public constructors, chosen from gankit's table;
Keras' own loading and deserialisation are never used.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from gankit.networks import ACTIVATIONS, LAYERS, Layer, Network
from numpy.typing import NDArray

MAX_LAYERS = 200
MAX_INPUTS = 1000
"""Connections between all layers together."""
MAX_WEIGHTS = 20_000_000
MAX_SIZE = 1_000_000
"""Numbers that one layer may give for one input."""
MAX_HELD = 16_000_000
"""Numbers that all layers together may give at one time: 64 MB."""
MAX_WORK = 1e12
"""Multiplications for one call of ``run``."""

_WORDS = {
    "activation": set(ACTIVATIONS),
    "padding": {"same", "valid"},
    "interpolation": {"nearest", "bilinear"},
}


# Of other options a list would be broadcast, also over the samples of a batch.
_LISTS = {
    *("shape", "target_shape", "axis", "shared_axes", "kernel_size", "strides", "padding"),
    *("output_padding", "dilation_rate", "size", "pool_size", "cropping"),
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
        raise TooMuch(f"The network has no layer, or more than {MAX_LAYERS}.")
    if network.parameters > MAX_WEIGHTS:
        raise TooMuch(f"The network has more than {MAX_WEIGHTS} weights.")
    if sum(len(layer.inputs) for layer in layers) > MAX_INPUTS:
        raise TooMuch(f"The network has more than {MAX_INPUTS} connections between its layers.")
    if layers[0].kind != "InputLayer" or any(layer.kind == "InputLayer" for layer in layers[1:]):
        raise TooMuch("The network does not start with one input.")
    for number, layer in enumerate(layers):
        if set(layer.options) != set(LAYERS[layer.kind]):
            raise TooMuch(f"The options of a layer {layer.kind} are not the expected ones.")
        in_order = all(0 <= before < number for before in layer.inputs)
        if bool(layer.inputs) != bool(number) or not in_order:
            raise TooMuch("The layers of the network are not in order.")
        for name, value in layer.options.items():
            _check_option(layer.kind, name, value)
        # Numbers of another type could become infinite when Keras makes them float32.
        if any(w.dtype != np.float32 for w in layer.weights):
            raise TooMuch("Some weights of the network are not of type float32.")
        if not all(np.isfinite(w).all() for w in layer.weights):
            raise TooMuch("Some weights of the network are not finite numbers (NaN or infinity).")
    shape = layers[0].options["shape"]
    if not isinstance(shape, (list, tuple)):
        raise TooMuch("The network's input has no shape.")
    _check_size(shape)


def _check_option(kind: str, name: str, value: Any) -> None:
    if isinstance(value, str) or name in {"activation", "interpolation"}:
        is_known = isinstance(value, str) and value in _WORDS.get(name, set())
    elif isinstance(value, (list, tuple)):
        # Rescaling may have a number for each output; `_check_axes` compares their count.
        flat = kind == "Rescaling" and not any(isinstance(item, (list, tuple)) for item in value)
        is_known = (name in _LISTS or flat) and len(value) <= 4
        for item in value:
            _check_option(kind, name, item)
    else:
        is_known = value is None or (isinstance(value, (int, float)) and abs(value) <= MAX_SIZE)
    if not is_known:
        # Not the value: a text of the student's could tell what was drawn.
        raise TooMuch(f"A layer {kind} has a value of {name} that is not supported.")


def run(network: Network | list[Network], inputs: NDArray[np.float32]) -> NDArray[np.float32]:
    """Build the network and return its outputs for ``inputs`` of shape (n, *input_shape), n > 0.

    Of a list of networks that are alike, the outputs of each, one after the other.

    Raises:
        TooMuch: if a network is too large or its parts do not fit together.
    """
    if isinstance(network, list):
        return np.stack([run(one, inputs) for one in network])
    check(network)
    model, memory, work = _build(network)
    if work * len(inputs) > MAX_WORK:
        raise TooMuch("The network needs too much computing time for its samples.")
    if inputs.shape[1:] != network.input_shape:
        raise TooMuch("The network takes inputs of another shape.")
    batch = MAX_HELD // memory
    try:
        outputs = [
            np.asarray(model(inputs[start : start + batch], training=False), dtype=np.float32)
            for start in range(0, len(inputs), batch)
        ]
    except Exception as error:
        raise TooMuch(f"The network cannot be computed ({type(error).__name__}).") from None
    return np.concatenate(outputs)


def _build(network: Network) -> tuple[Any, int, int]:
    """Return a Keras model, and the numbers it holds and its multiplications for one input."""
    import keras

    tensors: list[Any] = [keras.Input(network.input_shape)]
    numbers = math.prod(network.input_shape)
    work = 0
    for layer in network.layers[1:]:
        before = [tensors[number] for number in layer.inputs]
        shapes = [tensor.shape for tensor in before]
        try:
            layers = getattr(keras.layers, layer.kind)(**_as_tuples(layer.options))
            shape = layers.compute_output_shape(shapes[0] if len(shapes) == 1 else shapes)
            _check_size(shape[1:])
            _check_weights(layer, shapes[0])
            _check_axes(layer, shapes[0])
            costs = _cost(layer, shapes, shape)
            numbers, work = numbers + costs[0], work + costs[1]
            if numbers > MAX_HELD:
                raise TooMuch(f"The network holds more than {MAX_HELD} numbers for one input.")
            tensors.append(layers(before[0] if len(before) == 1 else before))
            layers.set_weights(list(layer.weights))
        except TooMuch:
            raise
        except Exception as error:
            raise TooMuch(
                f"The network's layer {layer.kind} does not fit ({type(error).__name__})."
            ) from None
    return keras.Model(tensors[0], tensors[-1]), numbers, work


def _as_tuples(options: dict[str, Any]) -> dict[str, Any]:
    def convert(value: Any) -> Any:
        return tuple(convert(item) for item in value) if isinstance(value, (list, tuple)) else value

    return {name: convert(value) for name, value in options.items()}


def _check_size(sizes: Sequence[Any]) -> None:
    if not all(type(size) is int and size > 0 for size in sizes):
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


def _check_axes(layer: Layer, shape: Any) -> None:
    axes = layer.options.get("axis", ())
    axes = axes if isinstance(axes, (list, tuple)) else [axes]
    mixes = any(axis in {0, -len(shape)} for axis in axes)
    if layer.kind == "Rescaling":
        # A list has a number for each place of the last axis; that must not be the samples' axis.
        lists = [value for value in layer.options.values() if isinstance(value, (list, tuple))]
        mixes = any(len(shape) < 2 or len(value) != shape[-1] for value in lists)
    if mixes:
        raise TooMuch(f"A layer {layer.kind} of the network mixes the samples of a batch.")


def _cost(layer: Layer, inputs: list[Any], output: Any) -> tuple[int, int]:
    """Return the numbers that a layer holds, and its multiplications, for one input."""
    options = layer.options
    numbers = math.prod(output[1:])
    if layer.kind == "Dense":
        return numbers, math.prod(inputs[0][1:-1]) * layer.weights[0].size
    if "filters" in options:
        places = output if layer.kind == "Conv2D" else inputs[0]
        if any(dilation > 1 for dilation in options["dilation_rate"]):
            # TensorFlow pads the image by the width of the kernel.
            before, after = inputs[0][1:3], output[1:3]
            height, width = (
                max(sizes) + kernel * dilation
                for *sizes, kernel, dilation in zip(
                    before, after, options["kernel_size"], options["dilation_rate"], strict=True
                )
            )
            numbers += height * width * max(inputs[0][3], output[3])
        return numbers, math.prod(places[1:3]) * layer.weights[0].size
    window = math.prod(options.get("pool_size", ()))
    return numbers, numbers * window + sum(math.prod(shape[1:]) for shape in inputs)
