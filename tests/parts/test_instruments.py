"""What replaces a student's network does whatever right code asks of a network."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from gankit import instruments
from gankit.instruments.networks import (
    constant_discriminator,
    half_blind_discriminator,
    recording_generator,
)
from gankit.probes.replaced import two_layers, without_instruments
from gankit.recorder import Recorder

pytestmark = pytest.mark.filterwarnings(  # h5py, by which Keras keeps weights
    "ignore:__array__ implementation:DeprecationWarning",
    "ignore:You are saving your model as an HDF5:UserWarning",
)

WEIGHTS = [np.full(shape, 0.5, np.float32) for shape in [(3, 4), (4,), (4, 2), (2,)]]
SHAPES: dict[str, tuple[int, ...]] = {
    "constant": (2,),
    "constant, images": (4, 4),
    "half blind": (2,),
    "half blind, images": (4, 4),
    "generator": (3,),
    "generator, images": (3,),
    "step": (3,),
}
"""Of an input, by instrument."""


def network(kind: str) -> Any:
    """Return one of the networks that instruments put in the place of a student's."""
    shape = SHAPES[kind]
    match kind.partition(",")[0]:
        case "constant":
            return constant_discriminator(1.5, shape)
        case "half blind":
            return half_blind_discriminator([0.5] * int(np.prod(shape)), shape)
        case "generator":
            return recording_generator(Recorder(), 3, (4, 4) if "images" in kind else (2,))[0]
    return two_layers(WEIGHTS, [Recorder(2.0)])


def saved(model: Any, folder: Path, name: str) -> Any:
    model.save(folder / name)
    return keras.models.load_model(folder / name)


def with_weights(new: Any, model: Any) -> Any:
    new.set_weights(model.get_weights())
    return new


COPIES: dict[str, Callable[[Any, Path], Any]] = {
    "deepcopy": lambda model, _: copy.deepcopy(model),
    "pickle": lambda model, _: pickle.loads(pickle.dumps(model)),
    "save": lambda model, folder: saved(model, folder, "model.keras"),
    "save h5": lambda model, folder: saved(model, folder, "model.h5"),
    "from_config": lambda model, _: with_weights(
        keras.Sequential.from_config(model.get_config()), model
    ),
    "from_json": lambda model, _: with_weights(
        keras.models.model_from_json(model.to_json()), model
    ),
    "clone_model": lambda model, _: with_weights(keras.models.clone_model(model), model),
    "layers": lambda model, _: keras.Sequential(model.layers),
}


@pytest.mark.parametrize("way", COPIES)
@pytest.mark.parametrize("kind", SHAPES)
def test_copies_are_networks_like_the_first(kind: str, way: str, tmp_path: Path) -> None:
    model = network(kind)
    twin = COPIES[way](model, tmp_path)
    inputs = np.linspace(-1, 1, 5 * int(np.prod(SHAPES[kind])), dtype=np.float32)
    inputs = inputs.reshape(5, *SHAPES[kind])
    np.testing.assert_array_equal(np.asarray(model(inputs)), np.asarray(twin(inputs)))


def test_copies_keep_what_they_see_in_one_list(tmp_path: Path) -> None:
    recorder = Recorder()
    model, _ = recording_generator(recorder, 3, (2,))
    for number, copied in enumerate(COPIES.values()):
        copied(model, tmp_path)(np.full((2, 3), number, np.float32))
    assert [float(seen[0, 0]) for seen in recorder.seen if len(seen) == 2] == list(
        range(len(COPIES))
    )
    other = Recorder()
    assert other.seen == []


@pytest.mark.parametrize("kind", ["constant", "half blind"])
def test_every_layer_with_a_kernel_says_how_many_units_it_has(kind: str) -> None:
    layers = network(kind).layers
    assert [layer.units for layer in layers if hasattr(layer, "kernel")] == (
        [25, 1] if kind == "constant" else [1, 25, 1]
    )
    last = layers[-1]
    assert (last.units, last.use_bias, last.activation) == (1, True, keras.activations.linear)
    assert last.kernel.shape == (25, 1)


@pytest.fixture(params=["float64", "float16", "mixed_float16", "bfloat16"])
def policy(request: pytest.FixtureRequest) -> Iterator[str]:
    """A type that Keras computes in."""
    before, kind = keras.config.dtype_policy(), str(request.param)
    if kind == "float64":
        keras.config.set_floatx("float64")
    keras.config.set_dtype_policy(kind)
    yield kind
    keras.config.set_floatx("float32")
    keras.config.set_dtype_policy(before)


@pytest.mark.parametrize("kind", SHAPES)
def test_networks_compute_in_every_type(kind: str, policy: str) -> None:
    model = network(kind)
    inputs = tf.ones((5, *SHAPES[kind]), keras.config.floatx())
    outputs = tf.function(model)(inputs)
    assert outputs.dtype.name == keras.config.dtype_policy().compute_dtype == policy[-8:].strip("_")
    assert np.isfinite(np.asarray(outputs, dtype=np.float64)).all()
    for layer in model.layers:
        if isinstance(layer, Recorder):
            assert {seen.dtype for seen in layer.seen} == {np.dtype("float32")}
            assert float(layer.seen[-1].max()) == 1


CHECKS = """
def make_generator(latent_dim=5, n_outputs=2):
    return keras.Sequential([keras.Input((latent_dim,)), keras.layers.Dense(n_outputs)])
def make_discriminator(n_inputs=2):
    return keras.Sequential([keras.Input((n_inputs,)), keras.layers.Dense(1)])
def train(curve, steps, seed):
    generator, discriminator = make_generator(), make_discriminator()
    BODY
    return generator, {"d_loss": [1.4] * steps, "g_loss": [0.7] * steps}
"""


def train(body: str) -> Any:
    space: dict[str, Any] = {"keras": keras, "copy": copy, "np": np}
    exec(CHECKS.replace("BODY", body.replace("\n", "\n    ")), space)
    return space["train"]


UNTAUGHT = {
    "steps": 3,
    "seed": 1,
    "names": {"generator": "make_generator", "discriminator": "make_discriminator"},
    "shape": (2,),
    "logit": 1.5,
    "surroundings": 2,
}
LATENTS = "generator(np.ones((4, 5), np.float32))"


@pytest.mark.parametrize(
    "body",
    [
        LATENTS,
        f"generator = copy.deepcopy(generator)\n{LATENTS}",
        f"best = keras.models.clone_model(generator)\n{LATENTS}\n"
        "best.set_weights(generator.get_weights())\ngenerator = best",
    ],
)
def test_what_a_copy_gets_is_recorded(body: str) -> None:
    report = instruments.untaught(train(body), [abs], **UNTAUGHT)
    assert report["latents"].tolist()[-20:] == [1.0] * 20
    np.testing.assert_array_equal(report["kernel"], report["kernels"][0])


@pytest.mark.xfail(
    reason="A layer of stock Keras has weights; instruments of stock layers will have them too.",
    raises=IndexError,
    strict=True,
)
@pytest.mark.parametrize("kind", ["constant", "half blind"])
def test_the_weights_of_each_layer_can_be_read(kind: str) -> None:
    for layer in network(kind).layers:
        if hasattr(layer, "kernel"):
            assert layer.get_weights()[0].shape == layer.kernel.shape


@pytest.mark.xfail(
    reason="Instruments of stock layers will be of types that keras.layers has.", strict=True
)
@pytest.mark.parametrize("kind", SHAPES)
def test_all_layers_are_stock_layers(kind: str) -> None:
    assert {type(layer).__module__.split(".")[0] for layer in network(kind).layers} == {"keras"}


@pytest.mark.xfail(
    reason="XLA cannot call back to Python; instruments of stock layers need not.",
    raises=tf.errors.InvalidArgumentError,
    strict=True,
)
def test_recording_can_be_compiled_with_xla() -> None:
    tf.function(network("generator"), jit_compile=True)(tf.ones((5, 3)))


def test_without_instruments_nothing_is_replaced() -> None:
    with without_instruments():
        report = instruments.untaught(train(LATENTS), [abs], **UNTAUGHT)
        assert (report["discriminators"], report["kernels"], report["latents"].size) == (0, [], 0)
        model = two_layers(WEIGHTS, [Recorder(2.0)])
    assert not any(isinstance(layer, Recorder) for layer in model.layers)
    plain = two_layers(WEIGHTS, [Recorder(2.0)])
    inputs = np.ones((2, 3), np.float32)
    np.testing.assert_array_equal(np.asarray(model(inputs)), np.asarray(plain(inputs)))
