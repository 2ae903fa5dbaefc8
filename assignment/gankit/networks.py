"""A network as plain data: which layers it has, how they are connected, and their weights.

The tests look at your networks in this form. It knows the layers in ``LAYERS``, in a Sequential
or a functional Keras model. Keras itself is imported only where a model is looked at, so that a
process that just handles descriptions stays small.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

LAYERS: dict[str, tuple[str, ...]] = {
    "InputLayer": ("shape",),
    "Dense": ("units", "use_bias", "activation"),
    "Conv2D": (
        *("filters", "kernel_size", "strides", "padding", "dilation_rate", "use_bias"),
        "activation",
    ),
    "Conv2DTranspose": (
        *("filters", "kernel_size", "strides", "padding", "output_padding", "dilation_rate"),
        *("use_bias", "activation"),
    ),
    "UpSampling2D": ("size", "interpolation"),
    "MaxPooling2D": ("pool_size", "strides", "padding"),
    "AveragePooling2D": ("pool_size", "strides", "padding"),
    "GlobalAveragePooling2D": ("keepdims",),
    "ZeroPadding2D": ("padding",),
    "Cropping2D": ("cropping",),
    "Activation": ("activation",),
    "ReLU": ("max_value", "negative_slope", "threshold"),
    "LeakyReLU": ("negative_slope",),
    "ELU": ("alpha",),
    "PReLU": ("shared_axes",),
    "BatchNormalization": ("axis", "epsilon", "center", "scale"),
    "LayerNormalization": ("axis", "epsilon", "center", "scale"),
    "Dropout": ("rate",),
    "GaussianNoise": ("stddev",),
    "GaussianDropout": ("rate",),
    "Flatten": (),
    "Reshape": ("target_shape",),
    "Rescaling": ("scale", "offset"),
    "Concatenate": ("axis",),
    "Add": (),
    "Subtract": (),
    "Multiply": (),
    "Average": (),
}
"""The layers a network may have, with the options of each that matter."""

ACTIVATIONS = (
    "linear", "relu", "relu6", "leaky_relu", "elu", "selu", "gelu", "silu", "mish",
    "tanh", "hard_tanh", "sigmoid", "hard_sigmoid", "softplus", "softsign", "exponential",
)  # fmt: skip
"""The activation functions a layer may have."""


class UnsupportedNetwork(Exception):  # noqa: N818 - the student reads this name
    """The network has a part that the tests cannot look at. The message says what to write."""


@dataclass(frozen=True)
class Layer:
    """One layer: its class in ``keras.layers``, options, numbers of the layers before it."""

    kind: str
    options: dict[str, Any]
    inputs: tuple[int, ...]
    weights: tuple[NDArray[np.float32], ...]


@dataclass(frozen=True)
class Network:
    """The layers in the order in which they are computed. The last one gives the output."""

    layers: tuple[Layer, ...]

    @property
    def input_shape(self) -> tuple[int, ...]:
        """The shape of one input, without the batch."""
        return tuple(self.layers[0].options["shape"])

    @property
    def parameters(self) -> int:
        """The number of all weights."""
        return sum(w.size for layer in self.layers for w in layer.weights)


def describe(model: Any, input_shape: tuple[int, ...]) -> Network:
    """Return a Sequential or functional Keras model with one input and one output as a Network.

    ``input_shape`` is the shape of one input, for a Sequential model that was not called yet.

    Raises:
        UnsupportedNetwork: if it is something else, or holds a layer that is not in ``LAYERS``.
    """
    if model is None:
        raise UnsupportedNetwork("None is not a network. Is there a `return` in the function?")
    _require_plain(model)
    if not model.built:
        model.build((None, *input_shape))
    layers: list[Layer] = []
    first = model.inputs[0]
    shape = tuple(int(size) for size in first.shape[1:] if size is not None)
    layers.append(Layer("InputLayer", {"shape": shape}, (), weights=()))
    _follow(model, 0, layers)
    return Network(tuple(layers))


@functools.cache
def _functional() -> type:
    """Return the class that ``keras.Model(inputs, outputs)`` gives, which Keras does not export."""
    import keras

    tensor = keras.Input((1,))
    return type(keras.Model(tensor, tensor))


def _require_plain(model: Any) -> None:
    import keras

    if type(model) not in (keras.Sequential, _functional()):
        raise UnsupportedNetwork(
            f"This network is of type {type(model).__name__}. Write it as keras.Sequential([...]) "
            "or as a functional model, keras.Model(inputs, outputs)."
        )


def _follow(model: Any, source: int, layers: list[Layer]) -> int:
    """Append the layers of ``model``, whose input is layer number ``source``; return the last."""
    if len(model.inputs) != 1 or len(model.outputs) != 1:
        raise UnsupportedNetwork("A network here has one input and one output.")
    numbers: dict[int, int] = {id(model.inputs[0]): source}

    def number(tensor: Any) -> int:
        if id(tensor) not in numbers:
            operation, node_index, _ = tensor._keras_history
            before = [number(t) for t in operation._inbound_nodes[node_index].input_tensors]
            numbers[id(tensor)] = _append(operation, before, layers)
        return numbers[id(tensor)]

    return number(model.outputs[0])


def _append(layer: Any, before: list[int], layers: list[Layer]) -> int:
    import keras

    if isinstance(layer, keras.Model):
        _require_plain(layer)
        return _follow(layer, before[0], layers)
    kind = type(layer).__name__
    if kind not in LAYERS or type(layer) is not getattr(keras.layers, kind):
        raise UnsupportedNetwork(
            f"The layer {layer.name!r} is of type {kind}, which the tests cannot look at. Write it "
            "with the layers of keras.layers, for example Dense, LeakyReLU, BatchNormalization; "
            "a calculation in a Lambda layer or an own layer is often one of Activation, "
            "Rescaling, Reshape, Add, Multiply or Concatenate."
        )
    options = {name: getattr(layer, name, None) for name in LAYERS[kind]}
    activation = options.get("activation")
    after = None
    if isinstance(activation, keras.layers.Layer):
        options["activation"], after = "linear", activation
    elif "activation" in options:
        options["activation"] = _activation_name(activation)
    options = {name: _plain(value) for name, value in options.items()}
    weights = tuple(np.asarray(w, dtype=np.float32) for w in layer.get_weights())
    layers.append(Layer(kind, options, tuple(before), weights=weights))
    last = len(layers) - 1
    return last if after is None else _append(after, [last], layers)


def _activation_name(activation: Any) -> str:
    import keras

    for name in ACTIVATIONS:
        if activation is keras.activations.get(name):
            return name
    raise UnsupportedNetwork(
        f"The activation {getattr(activation, '__name__', activation)!r} is not known here. Write "
        f'the name of one as a text, for example activation="relu": {", ".join(ACTIVATIONS)}.'
    )


def _plain(value: Any) -> Any:
    """Return a number, text, None, or a (nested) list of them."""
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, (bool, str, type(None))):
        return value
    return int(value) if isinstance(value, (int, np.integer)) else float(value)
