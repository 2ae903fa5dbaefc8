"""What looks on while a student's networks are trained does not stand in their way."""

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
from gangrade import instruments
from gangrade.instruments import trainings
from gangrade.instruments.trainings import MARKS, behind, weights_of_marks
from gangrade.subjects import SUBJECTS
from gangrade.verdicts import joins
from gankit.probes.base import probes_in
from gankit.probes.replaced import two_layers, without_instruments
from gankit.recorder import Recorder

pytestmark = pytest.mark.filterwarnings(  # h5py, by which Keras keeps weights
    "ignore:__array__ implementation:DeprecationWarning",
    "ignore:You are saving your model as an HDF5:UserWarning",
)

WEIGHTS = [np.full(shape, 0.5, np.float32) for shape in [(3, 4), (4,), (4, 2), (2,)]]
SHAPES: dict[str, tuple[int, ...]] = {
    "plain": (2,),
    "half blind": (2,),
    "half blind, functional": (2,),
    "half blind, images": (4, 4),
    "half blind, channels": (4, 4, 1),
    "step": (3,),
}
"""Of an input, by what is put in the place of a student's network, or in front of it."""
BEHIND_A_VIEW = [kind for kind in SHAPES if kind != "step"]


@pytest.mark.parametrize("name", probes_in("gangrade.instruments"))
def test_the_text_of_an_instrument_is_all_that_a_candidate_needs(name: str) -> None:
    space: dict[str, Any] = {"__name__": "no module has this name"}
    exec(compile(instruments.source_of(name), "<instrument>", "exec", dont_inherit=True), space)
    assert callable(space[name].body)


def of_the_student(kind: str) -> Any:
    """Return the discriminator that a notebook's function gives."""
    shape = SHAPES[kind]
    if "functional" in kind:
        inputs = keras.Input(shape)
        return keras.Model(inputs, keras.layers.Dense(1)(keras.layers.Dense(25, "relu")(inputs)))
    flat = [keras.layers.Flatten()] if len(shape) > 1 else []
    hidden = keras.layers.Dense(25, activation="relu")
    return keras.Sequential([keras.Input(shape), *flat, hidden, keras.layers.Dense(1)])


def view(kind: str) -> Any:
    shape = SHAPES[kind]
    if kind == "plain":
        return np.array([[0, -1], [1, 0]], np.float32)
    if len(shape) == 1:
        return np.outer([0.5, 2.0], [1, -1]).astype(np.float32)
    return np.eye(4, dtype=np.float32).reshape(shape)


def network(kind: str) -> Any:
    """Return one of the networks that a student's code gets in the place of its own."""
    if kind == "step":
        return two_layers(WEIGHTS, [Recorder(2.0)])
    return behind(view(kind), of_the_student(kind))


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
        type(model).from_config(model.get_config()), model
    ),
    "from_json": lambda model, _: with_weights(
        keras.models.model_from_json(model.to_json()), model
    ),
    "clone_model": lambda model, _: with_weights(keras.models.clone_model(model), model),
    "layers": lambda model, _: keras.Sequential(
        [layer for layer in model.layers if not isinstance(layer, keras.layers.InputLayer)]
    ),
}


@pytest.mark.parametrize("way", COPIES)
@pytest.mark.parametrize("kind", SHAPES)
def test_copies_are_networks_like_the_first(kind: str, way: str, tmp_path: Path) -> None:
    model = network(kind)
    twin = COPIES[way](model, tmp_path)
    inputs = np.linspace(-1, 1, 5 * int(np.prod(SHAPES[kind])), dtype=np.float32)
    inputs = inputs.reshape(5, *SHAPES[kind])
    np.testing.assert_array_equal(np.asarray(model(inputs)), np.asarray(twin(inputs)))


@pytest.mark.parametrize("kind", BEHIND_A_VIEW)
def test_a_view_is_a_fixed_map_in_front_of_the_student_s_own_network(kind: str) -> None:
    own, shape = of_the_student(kind), SHAPES[kind]
    model = behind(view(kind), own)
    inputs = np.random.default_rng(1).standard_normal((5, *shape)).astype(np.float32)
    seen = inputs @ view(kind) if len(shape) == 1 else inputs * view(kind)
    np.testing.assert_allclose(np.asarray(model(inputs)), np.asarray(own(seen)), atol=1e-5)
    assert [id(weight) for weight in model.weights] == [id(weight) for weight in own.weights]
    assert (model.name, type(model)) == (own.name, type(own))
    model.trainable = False
    model.trainable = True
    assert len(model.trainable_variables) == len(own.trainable_variables)


@pytest.mark.parametrize("kind", BEHIND_A_VIEW)
def test_all_layers_are_stock_layers_and_say_what_dense_ones_do(kind: str) -> None:
    model = network(kind)
    assert {type(layer).__module__.split(".")[0] for layer in model.layers} == {"keras"}
    for layer in model._flatten_layers(include_self=False):
        if hasattr(layer, "kernel"):
            assert layer.get_weights()[0].shape == layer.kernel.shape
            assert layer.units == layer.kernel.shape[1]


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
    # What is compared with numbers is a network of the probe's own, and computes as usual.
    own = "float32" if kind == "step" else policy[-8:].strip("_")
    assert outputs.dtype.name == model.layers[-1].compute_dtype == own
    assert np.isfinite(np.asarray(outputs, dtype=np.float64)).all()
    for layer in model.layers:
        if isinstance(layer, Recorder):
            assert {seen.dtype for seen in layer.seen} == {np.dtype("float32")}
            assert float(layer.seen[-1].max()) == 1


# --- looking on ---------------------------------------------------------------------------------

TRAINING = """
def make_generator(latent_dim=5, n_outputs=2):
    return keras.Sequential([keras.Input((latent_dim,)), keras.layers.Dense(4, activation="relu"),
        keras.layers.Dense(n_outputs)])
def make_discriminator(n_inputs=2):
    hidden = keras.layers.Dense(3)
    return keras.Sequential([keras.Input((n_inputs,)), hidden, keras.layers.Dense(1)])
def train(curve, steps, seed):
    keras.utils.set_random_seed(seed)
    generator, discriminator = make_generator(), make_discriminator()
    BODY
    return generator, {"d_loss": [1.4] * steps, "g_loss": [0.7] * steps}
"""
WATCHED: dict[str, Any] = {
    "steps": 3,
    "seed": 1,
    "names": {"generator": "make_generator", "discriminator": "make_discriminator"},
    "view": np.eye(2, dtype=np.float32),
    "bias": 0.0,
    "marks": 7,
    "surroundings": 2,
}
LATENTS = "generator(tf.ones((4, 5), keras.config.floatx()))"
STEP = """@tf.function(jit_compile=COMPILED)
def step():
    fake = generator(tf.random.normal((4, 5), dtype=keras.config.floatx()))
    discriminator(fake)
    for weight in generator.weights + discriminator.weights:
        weight.assign_add(0.01 * tf.ones_like(weight))
for _ in range(steps):
    step()"""


def train(body: str) -> Any:
    space: dict[str, Any] = {"keras": keras, "copy": copy, "np": np, "tf": tf}
    exec(TRAINING.replace("BODY", body.replace("\n", "\n    ")), space)
    return space["train"]


@pytest.mark.parametrize("compiled", [False, True])
def test_what_networks_get_and_how_they_move_is_kept(compiled: bool) -> None:
    report = instruments.watched(
        train(STEP.replace("COMPILED", str(compiled))), [abs], **{**WATCHED, "steps": 40}
    )
    assert (report["taught_calls"], report["asked_calls"]) == (40, 40)
    assert report["taught"].shape == (40, MARKS + 5 + 1)
    seen = joins.joins_of({**report, "marks": 7}, 40)
    assert (seen.generators, seen.discriminators) == (1, 1)
    assert (seen.updates, seen.moves) == (39 / 40, 39 / 40)
    assert seen.latents == 1.0
    assert seen.normal > 0.001
    assert seen.jump < 0.03
    assert seen.gap < 0.03
    start = report["starts"][0].ravel() @ weights_of_marks(7, 20)
    np.testing.assert_allclose(report["taught"][0, :MARKS], start, atol=1e-5)


def test_copies_that_are_called_in_between_are_no_jumps() -> None:
    body = STEP.replace("COMPILED", "False").replace(
        "    step()",
        "    step()\n    average(tf.ones((1, 5)))",
    )
    body = f"average = keras.models.clone_model(generator)\n{body}"
    report = instruments.watched(train(body), [abs], **{**WATCHED, "steps": 40})
    assert set(report["taught"][:, -1]) == {0.0, 1.0}
    seen = joins.joins_of({**report, "marks": 7}, 40)
    assert (seen.moves, seen.jump < 0.03) == (39 / 40, True)


def test_looking_on_works_in_float64(policy: str) -> None:
    body = STEP.replace("COMPILED", "False")
    report = instruments.watched(train(body), [abs], **{**WATCHED, "steps": 5})
    assert (report["taught_calls"], report["asked_calls"]) == (5, 5), policy
    assert np.isfinite(report["taught"]).all()


@pytest.mark.parametrize(
    "body",
    [
        LATENTS,
        f"generator = copy.deepcopy(generator)\n{LATENTS}",
        f"generator = keras.models.clone_model(generator)\n{LATENTS}",
        f"generator = keras.Sequential([keras.Input((5,)), generator])\n{LATENTS}",
    ],
)
def test_what_a_copy_gets_is_kept(body: str) -> None:
    report = instruments.watched(train(body), [abs], **WATCHED)
    assert report["taught_calls"] == 1
    assert report["taught"][0, MARKS:].tolist() == [1.0] * 5 + [0.0]


def test_what_is_kept_is_bounded_and_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trainings, "ROWS", 5)
    body = "for number in range(8):\n    generator(tf.fill((1, 5), float(number)))"
    report = instruments.watched(train(body), [abs], **WATCHED)
    assert (report["taught_calls"], report["taught"].shape) == (8, (5, MARKS + 5 + 1))
    assert report["taught"][:, MARKS].tolist() == [3, 4, 5, 6, 7]


def test_a_blank_view_gives_all_samples_one_logit_that_is_drawn() -> None:
    body = (
        "for real in (tf.zeros((4, 2)), tf.ones((4, 2))):\n"
        "    logits = discriminator(real)\n"
        "    assert np.allclose(logits, logits[0])"
    )
    options = {**WATCHED, "view": np.zeros((2, 2), np.float32), "bias": 1.5}
    report = instruments.watched(train(body), [abs], **options)
    np.testing.assert_allclose(report["asked"][:, MARKS], np.logaddexp(0, -1.5), rtol=1e-4)
    assert report["asked"].shape[1] == MARKS + 2


def test_makers_look_like_the_student_s_and_come_back() -> None:
    body = (
        "import inspect\n"
        "assert make_discriminator.__qualname__ == 'make_discriminator'\n"
        "assert not hasattr(make_discriminator, '__wrapped__')\n"
        "assert list(inspect.signature(make_generator).parameters) == ['latent_dim', 'n_outputs']"
    )
    function = train(body)
    before = dict(function.__globals__)
    instruments.watched(function, [abs], **WATCHED)
    assert {n: function.__globals__[n] for n in before} == before


def test_without_instruments_nothing_is_replaced() -> None:
    with without_instruments():
        report = instruments.watched(train(LATENTS), [abs], **WATCHED)
        assert (report["discriminators"], report["starts"], len(report["taught"])) == (0, [], 0)
        model = two_layers(WEIGHTS, [Recorder(2.0)])
    assert not any(isinstance(layer, Recorder) for layer in model.layers)
    plain = two_layers(WEIGHTS, [Recorder(2.0)])
    inputs = np.ones((2, 3), np.float32)
    np.testing.assert_array_equal(np.asarray(model(inputs)), np.asarray(plain(inputs)))


@pytest.mark.parametrize("name", ["curve", "ring", "digits"])
def test_views_lose_nothing_or_almost_all(name: str) -> None:
    subject: Any = SUBJECTS[name]
    target = subject.fixed_target()
    plain = subject.view(target, np.random.default_rng(1))
    narrow = subject.narrow_view(target, np.random.default_rng(1))
    assert set(np.abs(plain).ravel()) <= {0.0, 1.0}
    if plain.shape == (2, 2):
        np.testing.assert_array_equal(plain @ plain.T, np.eye(2))
        assert np.linalg.matrix_rank(narrow) == 1
    else:
        assert np.count_nonzero(plain) == plain.size
        assert np.count_nonzero(narrow) == 1
    assert not subject.blank_view(target).any()
    assert subject.blank_view(target).shape == plain.shape == narrow.shape
