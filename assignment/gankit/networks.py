"""A network as plain data: which layers it has, how they are connected, and their weights.

The tests look at your networks in this form. It knows the layers in ``LAYERS``, in a Sequential
or a functional Keras model, and operations between them that are the same as such layers. Keras
itself is imported only where a model is looked at, so that a process that just handles descriptions
stays small.
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
    "celu", "hard_silu", "log_sigmoid", "squareplus", "tanh_shrink",
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
    import keras

    if len(model.inputs) != 1 or len(model.outputs) != 1:
        raise UnsupportedNetwork("A network here has one input and one output.")
    numbers: dict[int, int] = {id(model.inputs[0]): source}

    def number(tensor: Any) -> int:
        if id(tensor) not in numbers:
            operation, node_index, _ = tensor._keras_history
            node = operation._inbound_nodes[node_index]
            before = [number(t) for t in node.input_tensors]
            if isinstance(operation, keras.layers.Layer):
                numbers[id(tensor)] = _append(operation, before, layers)
            else:
                numbers[id(tensor)] = _append_operation(operation, node, before, layers=layers)
        return numbers[id(tensor)]

    return number(model.outputs[0])


def _append(layer: Any, before: list[int], layers: list[Layer]) -> int:
    import keras

    if isinstance(layer, keras.Model):
        _require_plain(layer)
        return _follow(layer, before[0], layers)
    if type(layer) is keras.layers.SpectralNormalization:
        layer = layer.layer  # after a training step its kernel is the normalised one
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
        options["activation"], after = _activation(activation)
    options = {name: _plain(value) for name, value in options.items()}
    weights = tuple(np.asarray(w, dtype=np.float32) for w in layer.get_weights())
    layers.append(Layer(kind, options, tuple(before), weights=weights))
    last = len(layers) - 1
    return last if after is None else _append(after, [last], layers)


def _activation(activation: Any) -> tuple[str, Any]:
    """Return the name of an activation, and the layer that is the same as what has no name.

    It may be a function of Keras, of TensorFlow, or one's own: what counts is what it computes.
    """
    import keras

    functions = {name: keras.activations.get(name) for name in ACTIVATIONS}
    if same := [name for name, function in functions.items() if function is activation]:
        return same[0], None
    x = np.linspace(-9, 9, 91, dtype=np.float32).reshape(7, 13)
    try:
        y = np.asarray(activation(keras.ops.convert_to_tensor(x)), np.float32).reshape(x.shape)
    except Exception:
        y = np.full_like(x, np.nan)
    for name, function in functions.items():
        if np.allclose(y, np.asarray(function(keras.ops.convert_to_tensor(x))), 1e-5, 1e-6):
            return name, None
    slope = float(y.flat[0] / x.flat[0])
    if np.allclose(y, np.where(x > 0, x, slope * x), 1e-5, 1e-6):
        return "linear", keras.layers.LeakyReLU(slope)
    name = getattr(activation, "__name__", "of yours")
    if name in ACTIVATIONS:
        raise UnsupportedNetwork(
            f"Your activation {name} computes other numbers than Keras' activation of this name, "
            "and the tests can look at that one only. Write its name as a text: "
            f'activation="{name}".'
        )
    raise UnsupportedNetwork(
        f"The activation {name!r} is none that the tests can look at. These are: "
        f"{', '.join(ACTIVATIONS)}."
    )


_SAME_ACTIVATION = {
    "Relu": "relu", "Relu6": "relu6", "Selu": "selu", "Silu": "silu", "Tanh": "tanh",
    "HardTanh": "hard_tanh", "TanhShrink": "tanh_shrink", "Sigmoid": "sigmoid",
    "HardSigmoid": "hard_sigmoid", "HardSilu": "hard_silu", "LogSigmoid": "log_sigmoid",
    "Softplus": "softplus", "Softsign": "softsign", "Exp": "exponential",
}  # fmt: skip
"""Operations without options that are the same as an activation."""


def _append_operation(operation: Any, node: Any, before: list[int], layers: list[Layer]) -> int:
    """Append the layers that do the same as an operation in a functional model; return the last."""
    import keras

    kind = type(operation).__name__
    given = [*node.arguments.args, *node.arguments.kwargs.values()]
    output = operation.output if len(operation._inbound_nodes) == 1 else node.output_tensors[0]

    def append(kind: str, inputs: list[int], **options: Any) -> int:
        everything = {name: _plain(options.get(name)) for name in LAYERS[kind]}
        layers.append(Layer(kind, everything, tuple(inputs), weights=()))
        return len(layers) - 1

    def rescaled(source: int, scale: Any, offset: Any) -> int:
        return append("Rescaling", [source], scale=scale, offset=offset)

    if kind in _SAME_ACTIVATION:
        return append("Activation", before, activation=_SAME_ACTIVATION[kind])
    if kind == "Gelu" and not operation.approximate:
        return append("Activation", before, activation="gelu")
    if kind == "LeakyRelu":
        return append("LeakyReLU", before, negative_slope=operation.negative_slope)
    if kind == "Elu":
        return append("ELU", before, alpha=operation.alpha)
    if kind in ("Reshape", "ExpandDims", "Squeeze"):
        shape, source = output.shape, node.input_tensors[0].shape
        if shape[0] is None and np.prod(shape[1:]) == np.prod(source[1:]):
            return append("Reshape", before, target_shape=shape[1:])
    if kind == "Concatenate":
        return append("Concatenate", before, axis=operation.axis)
    if kind == "Negative":
        return rescaled(before[0], -1.0, 0.0)
    if kind in ("Add", "Subtract", "Multiply") and len(before) == 2:
        return append(kind, before)
    first_is_tensor = bool(given) and isinstance(given[0], keras.KerasTensor)
    constants = [value for value in given if not isinstance(value, keras.KerasTensor)]
    constant = _number_or_row(constants[0]) if len(given) == 2 and len(before) == 1 else None
    if constant is not None:
        values = np.asarray(constant, dtype=np.float64)
        zero, one = np.zeros_like(values).tolist(), np.ones_like(values).tolist()
        if kind == "Add":
            return rescaled(before[0], one, constant)
        if kind == "Subtract" and first_is_tensor:
            return rescaled(before[0], one, (-values).tolist())
        if kind == "Subtract":
            return rescaled(before[0], (-np.ones_like(values)).tolist(), constant)
        if kind == "Multiply":
            return rescaled(before[0], constant, zero)
        if kind in ("Divide", "TrueDivide") and first_is_tensor and np.all(values):
            return rescaled(before[0], (1 / values).tolist(), zero)
    raise UnsupportedNetwork(
        f"The operation {kind} between the layers is none that the tests can look at. Write it "
        "with the layers of keras.layers, for example Activation, Rescaling, Reshape, Add or "
        "Concatenate."
    )


def _number_or_row(value: Any) -> Any:
    """Return a number, or a list with one for each place of the last axis, or else None."""
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        return None
    return array.tolist() if array.ndim <= 1 else None


def _plain(value: Any) -> Any:
    """Return a number, text, None, or a (nested) list of them."""
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, (bool, str, type(None))):
        return value
    return int(value) if isinstance(value, (int, np.integer)) else float(value)
