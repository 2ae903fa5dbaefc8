"""Networks as data: a description gives the model's own outputs, and nothing odd is built."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import keras
import numpy as np
import pytest
from gangrade.inside import network as networks
from gangrade.inside import wire
from gangrade.inside.network import TooMuch
from gankit.networks import LAYERS, Layer, Network, UnsupportedNetwork, describe
from keras import layers

RNG = np.random.default_rng(5)


def functional() -> Any:
    inputs = keras.Input((6,))
    left = layers.Dense(4, activation="tanh")(inputs)
    shared = layers.Dense(4)
    right = layers.LeakyReLU(0.3)(shared(inputs))
    again = shared(layers.Dense(6)(left))
    both = layers.Concatenate()([left, right, again])
    joined = layers.Add()([both, layers.Dense(12, use_bias=False)(both), both])
    products = layers.Multiply()([joined, layers.Subtract()([joined, both])])
    return keras.Model(inputs, layers.Average()([products, joined]))


def nested() -> Any:
    block = keras.Sequential([keras.Input((5,)), layers.Dense(5), layers.ReLU()])
    inputs = keras.Input((5,))
    inner = keras.Model(inputs, layers.Add()([block(inputs), inputs]))
    return keras.Sequential([keras.Input((5,)), inner, layers.Dense(5), block, layers.Dense(2)])


MODELS: dict[str, Callable[[], Any]] = {
    "sequential": lambda: keras.Sequential(
        [
            keras.Input((5,)),
            layers.Dense(15, activation="relu", kernel_initializer="he_uniform"),
            layers.BatchNormalization(),
            layers.LeakyReLU(0.1),
            layers.Dropout(0.5),
            layers.Dense(4, activation="gelu", use_bias=False),
            layers.LayerNormalization(),
            layers.GaussianNoise(0.3),
            layers.GaussianDropout(0.3),
            layers.PReLU(),
            layers.ELU(0.7),
            layers.ReLU(max_value=2.0, negative_slope=0.1, threshold=0.2),
            layers.Rescaling(0.5, offset=0.1),
            layers.Dense(2),
            layers.Rescaling([0.5, 2.0], offset=[0.1, -0.1]),
        ]
    ),
    "no input layer": lambda: keras.Sequential([layers.Dense(3, activation="silu")]),
    "activations": lambda: keras.Sequential(
        [
            keras.Input((3,)),
            layers.Dense(4, activation=layers.LeakyReLU(0.4)),
            layers.Activation("softplus"),
            layers.Dense(4, activation=keras.activations.tanh),
            layers.Activation(layers.ReLU(max_value=1.5)),
            layers.Dense(1, activation="sigmoid"),
        ]
    ),
    "functional": functional,
    "nested": nested,
    "upwards": lambda: keras.Sequential(
        [
            keras.Input((7,)),
            layers.Dense(2 * 2 * 3),
            layers.Reshape((2, 2, 3)),
            layers.Conv2DTranspose(4, 3, strides=2, padding="same", activation="relu"),
            layers.UpSampling2D(2, interpolation="bilinear"),
            layers.Conv2D(2, (3, 2), padding="same", use_bias=False),
            layers.BatchNormalization(scale=False),
            layers.Conv2DTranspose(1, (2, 3), strides=(2, 1), padding="valid", activation="tanh"),
        ]
    ),
    "downwards": lambda: keras.Sequential(
        [
            keras.Input((12, 10, 1)),
            layers.ZeroPadding2D(((1, 0), (2, 1))),
            layers.Conv2D(3, 3, strides=2),
            layers.LeakyReLU(0.2),
            layers.MaxPooling2D(2, strides=1),
            layers.AveragePooling2D(2, padding="same"),
            layers.Cropping2D(((0, 1), (0, 0))),
            layers.PReLU(shared_axes=[1, 2]),
            layers.Flatten(),
            layers.Reshape((-1,)),
            layers.Dense(1),
        ]
    ),
    "pooled": lambda: keras.Sequential(
        [
            keras.Input((6, 6, 2)),
            layers.Conv2D(3, 2, dilation_rate=2, activation="relu"),
            layers.Conv2DTranspose(2, 3, strides=2, output_padding=1, padding="same"),
            layers.GlobalAveragePooling2D(keepdims=True),
            layers.Flatten(),
        ]
    ),
}


@pytest.mark.parametrize("name", MODELS)
def test_a_description_gives_the_outputs_of_the_model(name: str) -> None:
    keras.utils.set_random_seed(1)
    model = MODELS[name]()
    shape = tuple(model.input_shape[1:]) if model.built else (5,)
    network = describe(model, shape)
    for variable in model.variables:  # no zero biases, no fresh moving averages
        if "seed" not in variable.path:
            variable.assign(RNG.uniform(0.1, 1, variable.shape))
    network = describe(model, shape)
    assert network.input_shape == shape
    if name not in ("functional", "nested"):  # what is shared is there twice
        assert network.parameters == model.count_params()
    inputs = RNG.normal(size=(9, *shape)).astype("f4")
    outputs = np.asarray(model(inputs, training=False))
    assert np.ptp(outputs) > 0
    arrived = wire.decode(*_parts(wire.encode(network)))
    for one in (network, arrived):
        np.testing.assert_allclose(networks.run(one, inputs), outputs, rtol=1e-5, atol=1e-6)


def _parts(frame: bytes) -> tuple[bytes, bytes]:
    size, _ = wire._HEADER.unpack_from(frame)
    start = wire._HEADER.size
    return frame[start : start + size], frame[start + size :]


def test_the_shared_block_appears_each_time_it_is_used() -> None:
    kinds = [layer.kind for layer in describe(nested(), (5,)).layers]
    assert kinds == ["InputLayer", *("Dense", "ReLU", "Add", "Dense", "Dense", "ReLU", "Dense")]


def test_outputs_of_many_inputs_do_not_depend_on_the_batches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    network = describe(MODELS["sequential"](), (5,))
    inputs = RNG.normal(size=(100, 5)).astype("f4")
    whole = networks.run(network, inputs)
    monkeypatch.setattr(networks, "MAX_HELD", 1000)
    np.testing.assert_allclose(networks.run(network, inputs), whole, rtol=1e-5, atol=1e-6)


# --- refusals with a word to the student ---------------------------------------------------------


class Subclassed(keras.Model):  # type: ignore[misc]
    def call(self, inputs: Any) -> Any:
        return inputs


class OwnLayer(layers.Layer):  # type: ignore[misc]
    def call(self, inputs: Any) -> Any:
        return inputs * 2


class Dense(layers.Dense):  # type: ignore[misc]
    """Has the name of a layer of Keras."""


def sequential(*parts: Any) -> Any:
    return keras.Sequential([keras.Input((3,)), *parts])


def own(x: Any) -> Any:
    return x * 2


def two_inputs() -> Any:
    first, second = keras.Input((3,)), keras.Input((3,))
    return keras.Model([first, second], layers.Add()([first, second]))


def two_outputs() -> Any:
    inputs = keras.Input((3,))
    return keras.Model(inputs, [layers.Dense(1)(inputs), layers.Dense(1)(inputs)])


def calculation() -> Any:
    inputs = keras.Input((3,))
    return keras.Model(inputs, keras.ops.sort(layers.Dense(3)(inputs)))


def inner_with_two_inputs() -> Any:
    inputs = keras.Input((3,))
    return keras.Model(inputs, two_inputs()([inputs, layers.Dense(3)(inputs)]))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: None, "Is there a `return`"),
        (lambda: 5, "type int"),
        (Subclassed, "type Subclassed"),
        (lambda: sequential(Subclassed()), "type Subclassed"),
        (lambda: layers.Dense(3), "type Dense"),
        (lambda: sequential(layers.Lambda(own)), "type Lambda"),
        (lambda: sequential(OwnLayer()), "type OwnLayer"),
        (lambda: sequential(Dense(3)), "type Dense"),
        (lambda: sequential(layers.UnitNormalization()), "type UnitNormalization"),
        (lambda: sequential(layers.Dense(3, activation=own)), "activation 'own'"),
        (lambda: sequential(layers.Activation("softmax")), "activation 'softmax'"),
        (two_inputs, "one input and one output"),
        (two_outputs, "one input and one output"),
        (inner_with_two_inputs, "one input and one output"),
        (calculation, "The operation Sort"),
    ],
)
def test_describe_refuses_and_says_what_to_write(make: Callable[[], Any], words: str) -> None:
    with pytest.raises(UnsupportedNetwork) as refusal:
        describe(make(), (3,))
    assert words in str(refusal.value)


def test_activations_and_operations_are_described_by_what_they_compute() -> None:
    import tensorflow as tf
    from keras import ops

    inputs = keras.Input((3,))
    x = layers.Dense(8, activation=tf.nn.leaky_relu)(inputs)
    x = layers.Dense(8, activation=lambda v: ops.leaky_relu(v, 0.3))(x)
    x = layers.SpectralNormalization(layers.Dense(8, activation=ops.relu))(x)
    x = ops.leaky_relu(ops.relu(x) + x, 0.1) * 0.5 - 1.0
    x = ops.expand_dims(ops.reshape(1 - x / 2, (-1, 2, 4)), -1)
    x = layers.Dense(12, activation=tf.nn.gelu)(layers.Flatten()(x))
    model = keras.Model(inputs, ops.reshape(ops.tanh(-x), (-1, 3, 4)))
    points = np.random.default_rng(1).standard_normal((5, 3)).astype(np.float32)
    network = describe(model, (3,))
    np.testing.assert_allclose(networks.run(network, points), model(points), atol=1e-6)


def test_an_activation_that_computes_other_numbers_than_its_name_says_is_told() -> None:
    from keras import ops

    with pytest.raises(UnsupportedNetwork, match='as a text: activation="gelu"'):
        describe(sequential(layers.Dense(2, activation=ops.gelu)), (3,))


# --- descriptions from strangers -----------------------------------------------------------------


def start(*shape: Any) -> Layer:
    return Layer("InputLayer", {"shape": list(shape)}, (), ())


def dense(units: Any = 2, inputs: int = 3, before: int = 0, **options: Any) -> Layer:
    size = units if isinstance(units, int) and 0 < units < 100 else 2
    weights = (np.ones((inputs, size), "f4"), np.zeros(size, "f4"))
    options = {"units": units, "use_bias": True, "activation": "linear"} | options
    return Layer("Dense", options, (before,), weights)


def layer(kind: str, before: tuple[int, ...] = (0,), **options: Any) -> Layer:
    return Layer(kind, dict.fromkeys(LAYERS[kind]) | options, before, ())


def conv(**options: Any) -> Layer:
    common = {"filters": 2, "kernel_size": [3, 3], "strides": [1, 1], "padding": "same"}
    common |= {"dilation_rate": [1, 1], "use_bias": False, "activation": "linear"}
    weights = (np.ones((3, 3, 1, 2), "f4"),)
    return Layer("Conv2D", common | options, (0,), weights)


NAN = dense()
NAN.weights[0][1, 1] = np.nan
INFINITE = dense()
INFINITE.weights[1][0] = np.inf

HOSTILE: dict[str, tuple[list[Layer], str]] = {
    "nothing": ([], "no layer"),
    "too many layers": ([start(3), *[layer("Add", (0, 0))] * 200], "more than 200"),
    "too many weights": (
        [start(3), replace(dense(), weights=(np.broadcast_to(np.float32(0), (5000, 5000)),))],
        "more than 20000000 weights",
    ),
    "no input": ([dense()], "one input"),
    "two inputs": ([start(3), start(3)], "one input"),
    "NaN": ([start(3), NAN], "not finite"),
    "infinity": ([start(3), INFINITE], "not finite"),
    "weights of another shape": ([start(4), dense()], "do not fit"),
    "weights missing": ([start(3), replace(dense(), weights=())], "do not fit"),
    "weights too many": ([start(3), replace(dense(), weights=dense().weights * 2)], "not fit"),
    "weights transposed": (
        [start(3), replace(dense(), weights=(np.ones((2, 3), "f4"), np.zeros(2, "f4")))],
        "not fit",
    ),
    "weights where there are none": (
        [start(3), replace(layer("Flatten"), weights=(np.ones(3, "f4"),))],
        "not fit",
    ),
    "huge dense": ([start(3), dense(10**6)], "do not fit its size"),
    "dense of a huge input": ([start(10**6), dense(10**6, 1)], "do not fit its size"),
    "huge input": ([start(1001, 1000)], "more than 1000000 numbers"),
    "huge up-sampling": (
        [
            start(10, 10, 1),
            layer("UpSampling2D", size=[1000, 1000], interpolation="nearest"),
        ],
        "more than 1000000 numbers",
    ),
    "huge padding": (
        [start(1, 1, 1), layer("ZeroPadding2D", padding=[[0, 10**6], [0, 10**6]])],
        "more than 1000000 numbers",
    ),
    "huge convolution": ([start(5, 5, 1), conv(filters=10**5)], "more than 1000000 numbers"),
    "huge kernel": ([start(5, 5, 1), conv(kernel_size=[10**5, 10**5])], "not fit"),
    "wrong reshape": ([start(3), layer("Reshape", target_shape=[10**6])], "not fit"),
    "endless reshape": ([start(3), layer("Reshape", target_shape=[-1, -1])], "not fit"),
    "unknown input size": ([start(None)], "unknown or no size"),
    "no input size": ([start(0)], "unknown or no size"),
    "fractional input size": ([start(2.5)], "unknown or no size"),
    "input shape is a number": (
        [Layer("InputLayer", {"shape": 3}, (), ())],
        "The network's input has no shape",
    ),
    "input shape is nested": ([start([2])], "unknown or no size"),
    "units as a text": ([start(3), dense("2")], "a value of units"),
    "units negative": ([start(3), dense(-2)], "not fit"),
    "units fractional": ([start(3), dense(2.5)], "not fit"),
    "units none": ([start(3), dense(None)], "not fit"),
    "units as a list": ([start(3), dense([2])], "a value of units"),
    "units too many": ([start(3), dense(10**7)], "a value of units"),
    "option is an array": ([start(3), dense(np.ones(3))], "not supported"),
    "option is a dict": ([start(3), dense({"class_name": "Lambda"})], "not supported"),
    "unknown activation": ([start(3), dense(activation="softmax")], "a value of activation"),
    "activation as a number": ([start(3), dense(activation=3)], "a value of activation"),
    "activation as a list": ([start(3), dense(activation=["relu"])], "not supported"),
    "activation none": ([start(3), dense(activation=None)], "not supported"),
    "padding as a list": ([start(5, 5, 1), conv(padding=["same"])], "not fit"),
    "unknown padding": ([start(5, 5, 1), conv(padding="causal")], "a value of padding"),
    "strides of zero": ([start(5, 5, 1), conv(strides=[0, 0])], "not fit"),
    "an option more": ([start(3), dense(kernel_initializer="zeros")], "not the expected"),
    "an option less": ([start(3), replace(dense(), options={"units": 2})], "not the expected"),
    "itself as input": ([start(3), dense(before=1)], "not in order"),
    "a later layer as input": ([start(3), dense(before=2), dense()], "not in order"),
    "a layer that is not there": ([start(3), dense(before=9)], "not in order"),
    "no layer before": ([start(3), replace(dense(), inputs=())], "not in order"),
    "two layers into one": ([start(3), replace(dense(), inputs=(0, 0))], "not fit"),
    "shapes that do not add": ([start(3), dense(), layer("Add", (0, 1))], "not fit"),
    "weights that overflow": (
        [start(3), replace(dense(), weights=(np.full((3, 2), 1e300), np.zeros(2)))],
        "not of type float32",
    ),
    "input size is a truth value": ([start(True)], "unknown or no size"),
    "too many connections": ([start(3), layer("Add", (0,) * 1001)], "more than 1000 connections"),
    "a layer before the first": ([start(3), dense(before=-1)], "not in order"),
    "samples joined": ([start(3), layer("Concatenate", (0, 0), axis=0)], "mixes the samples"),
    "samples normalised together": (
        [start(3), layer("LayerNormalization", axis=[1, -2], center=False, scale=False, epsilon=1)],
        "mixes the samples",
    ),
    "samples normalised together, in a tuple": (
        [start(3), layer("LayerNormalization", axis=(0,), center=False, scale=False, epsilon=1)],
        "mixes the samples",
    ),
    "a number for each sample": (
        [start(1), layer("Rescaling", scale=1.0, offset=[[1.0], [2.0]])],
        "a value of offset",
    ),
    "a number for each sample, in one row": (
        [
            start(1),
            layer("Reshape", target_shape=[]),
            layer("Rescaling", (1,), scale=[1.0, 2.0], offset=0.0),
        ],
        "mixes the samples",
    ),
    "more numbers than outputs": (
        [start(1), layer("Rescaling", scale=[1.0, 2.0], offset=0.0)],
        "mixes the samples",
    ),
    "giant activations": (
        [
            start(1, 1, 1),
            layer("UpSampling2D", size=[1000, 1000], interpolation="nearest"),
            *(layer("Activation", (number,), activation="gelu") for number in range(1, 17)),
        ],
        "more than 16000000 numbers",
    ),
    "giant padding of a dilated kernel": (
        [start(5, 5, 1), conv(dilation_rate=[1500, 1500])],
        "more than 16000000 numbers",
    ),
    "pooling over all of a picture for each of its points": (
        [
            start(900, 900, 1),
            layer("MaxPooling2D", pool_size=[900, 900], strides=[1, 1], padding="same"),
        ],
        "computing time",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_run_refuses(name: str) -> None:
    parts, words = HOSTILE[name]
    with pytest.raises(TooMuch) as refusal:
        networks.run(Network(tuple(parts)), np.ones((2, 3), "f4"))
    assert words in str(refusal.value)


def test_inputs_of_another_shape_are_refused() -> None:
    with pytest.raises(TooMuch, match="another shape"):
        networks.run(Network((start(3), dense())), np.ones((2, 4), "f4"))


def test_what_keras_finds_out_late_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some errors show only when the numbers flow, for example when the memory is used up."""

    def fail(*_args: Any, **_options: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(layers.Activation, "call", fail)
    network = Network((start(3), layer("Activation", activation="tanh")))
    with pytest.raises(TooMuch, match="cannot be computed"):
        networks.run(network, np.ones((2, 3), "f4"))


def test_a_network_is_run_in_batches_that_fit_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    batches: list[int] = []
    monkeypatch.setattr(layers.Activation, "call", lambda _, x: batches.append(x.shape[0]) or x)
    up = layer("UpSampling2D", size=[1000, 1000], interpolation="nearest")
    after = [layer("Activation", (number,), activation="gelu") for number in range(1, 4)]
    networks.run(Network((start(1, 1, 1), up, *after)), np.ones((7, 1, 1, 1), "f4"))
    assert {size for size in batches if size is not None} == {3, 1}


def test_run_refuses_too_much_work(monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network((start(3), dense()))
    assert networks.run(network, np.ones((2, 3), "f4")).tolist() == [[3, 3], [3, 3]]
    monkeypatch.setattr(networks, "MAX_WORK", 11)
    with pytest.raises(TooMuch, match="computing time"):
        networks.run(network, np.ones((2, 3), "f4"))


def test_the_work_of_a_transposed_convolution_counts_its_inputs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    options = conv(filters=1, kernel_size=[4, 4], padding="valid").options
    weights = (np.ones((4, 4, 1, 32), "f4"),)
    up = Layer("Conv2DTranspose", {**options, "output_padding": None}, (0,), weights)
    network = Network((start(8, 8, 32), up))
    inputs = np.ones((2, 8, 8, 32), "f4")
    monkeypatch.setattr(networks, "MAX_WORK", 2 * 8 * 8 * 32 * 4 * 4)
    assert networks.run(network, inputs).max() == 32 * 4 * 4
    monkeypatch.setattr(networks, "MAX_WORK", 2 * 8 * 8 * 32 * 4 * 4 - 1)
    with pytest.raises(TooMuch, match="computing time"):
        networks.run(network, inputs)
