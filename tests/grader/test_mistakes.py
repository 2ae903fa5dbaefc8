"""Errors of TensorFlow and Keras, as they are raised, and what students read about them."""

from __future__ import annotations

import traceback
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from conftest import call, cell
from gangrade.candidate.candidate import Candidate
from gangrade.results import sentences
from gangrade.results.problems import Failed, Raised
from gangrade.verdicts import sealed
from gankit import checks, grader, mistakes

HERE = """
import keras, numpy as np, tensorflow as tf
from keras import layers, ops

def network(inputs, outputs):
    return keras.Sequential([keras.Input((inputs,)), layers.Dense(3), layers.Dense(outputs)])

G, D = network(5, 2), network(2, 1)
real, latents = tf.ones((8, 2)), tf.ones((8, 5))

def descend(network, optimizer, inputs):
    with tf.GradientTape() as tape:
        loss = ops.mean(network(inputs))
    weights = network.trainable_variables
    optimizer.apply(tape.gradient(loss, weights), weights)

def slope(use, loss=D):
    x = tf.ones((4, 2))
    with tf.GradientTape() as tape:
        y = loss(x)
    return use(tape.gradient(y, x))

class Model(keras.Model):
    def __init__(self, step):
        super().__init__()
        self.step = step

    def train_step(self, real):
        return self.step(real)

def fit(step):
    model = Model(step)
    model.compile()
    return model.fit(np.zeros((32, 2), "float32"), batch_size=16, verbose=0)
"""
CASES = {
    "fakes outside of the tape": (
        "no gradients",
        """
        fake = G(latents)
        with tf.GradientTape() as tape:
            loss = ops.mean(D(fake))
        weights = G.trainable_variables
        keras.optimizers.Adam().apply(tape.gradient(loss, weights), weights)
        """,
    ),
    "in fit": (
        "no gradients",
        """
        def step(real):
            with tf.GradientTape() as tape:
                loss = ops.mean(real)
            weights = G.trainable_variables
            keras.optimizers.SGD().apply_gradients(zip(tape.gradient(loss, weights), weights))
        fit(step)
        """,
    ),
    "one optimizer for both": (
        "other weights",
        """
        adam = keras.optimizers.Adam()
        descend(G, adam, latents)
        descend(D, adam, real)
        """,
    ),
    "gradients of the other network": (
        "other gradients",
        """
        with tf.GradientTape() as tape:
            loss = ops.mean(G(latents))
        gradients = tape.gradient(loss, G.trainable_variables)
        keras.optimizers.Adam().apply(gradients, D.trainable_variables)
        """,
    ),
    "no watch": (
        "gradient is None",
        """
        x = tf.ones((4, 2))
        with tf.GradientTape() as tape:
            y = D(x)
        ops.square(tape.gradient(y, x))
        """,
    ),
    "no watch, a power": (
        "gradient is None",
        """
        x = tf.ones((4, 2))
        with tf.GradientTape() as tape:
            y = D(x)
        tape.gradient(y, x) ** 2
        """,
    ),
    "a loss that is None in a step": (
        "None in a step",
        """
        with tf.GradientTape() as tape:
            loss = ops.mean(D(real)) + None
        weights = D.trainable_variables
        keras.optimizers.SGD().apply(tape.gradient(loss, weights), weights)
        """,
    ),
    "None": ("none", "ops.softplus(None)"),
    "a network of None": ("none", "D(None)"),
    "the tape twice": (
        "tape used twice",
        """
        with tf.GradientTape() as tape:
            loss = ops.mean(D(real))
        [tape.gradient(loss, D.trainable_variables) for _ in range(2)]
        """,
    ),
    "a float as loss": (
        "loss is a number",
        """
        with tf.GradientTape() as tape:
            loss = float(ops.mean(D(real)))
        tape.gradient(loss, D.trainable_variables)
        """,
    ),
    "NumPy's mean as loss": (
        "loss is a number",
        """
        with tf.GradientTape() as tape:
            loss = np.mean(D(real))
        tape.gradient(loss, D.trainable_variables)
        """,
    ),
    "no loss": (
        "loss is None",
        """
        with tf.GradientTape() as tape:
            loss = None
        tape.gradient(loss, D.trainable_variables)
        """,
    ),
    "a History": ("history", "keras.callbacks.History()['d_loss']"),
    "a History's items": ("history", "keras.callbacks.History().items()"),
    "a name in a History": ("history", "'d_loss' in keras.callbacks.History()"),
    "NumPy in a step": ("numpy in a step", "tf.function(lambda x: np.log(x))(real)"),
    "NumPy in fit": ("numpy in a step", "fit(lambda real: {'loss': np.mean(real)})"),
    "numpy() in fit": ("value in a step", "fit(lambda real: {'loss': ops.mean(real).numpy()})"),
    "float() in fit": ("value in a step", "fit(lambda real: {'loss': float(ops.mean(real))})"),
    "item() in fit": ("value in a step", "fit(lambda real: {'loss': ops.mean(real).item()})"),
    "if in fit": ("if in a step", "fit(lambda real: {'loss': 1.0 if ops.mean(real) > 0 else 2.0})"),
    "for in a step": ("if in a step", "tf.function(lambda x: [v for v in ops.mean(x)])(real)"),
    "an optimizer in every step": (
        "made in a step",
        "fit(lambda real: descend(D, keras.optimizers.Adam(), real) or {'loss': ops.mean(real)})",
    ),
    "a network in every step": (
        "made in a step",
        "tf.function(lambda x: ops.mean(network(2, 1)(x)))(real)",
    ),
    "shape[0]": (
        "unknown size",
        """
        draw = lambda x: keras.random.normal((x.shape[0], 5))
        tf.function(draw, input_signature=[tf.TensorSpec((None, 2))])(real)
        """,
    ),
    "no super().compile": (
        "no super().compile",
        """
        class Odd(Model):
            def compile(self, **options):
                pass
        odd = Odd(lambda real: {"loss": ops.mean(real)})
        odd.compile()
        odd.fit(np.zeros((4, 2)), verbose=0)
        """,
    ),
    "a tuple of losses": ("step without losses", "fit(lambda real: (1.0, 2.0))"),
    "no losses": ("step without losses", "fit(lambda real: None)"),
    "a tensor's part": ("assignment", "real[0] = 1"),
    "float64": ("float64", "tf.constant(np.ones((8, 2))) * real"),
    "labels": (
        "labels and logits",
        "keras.losses.binary_crossentropy(ops.ones((4, 1)), ops.ones((3, 1)), from_logits=True)",
    ),
    "TensorFlow's labels": (
        "labels and logits",
        "tf.nn.sigmoid_cross_entropy_with_logits(tf.ones((4, 1)), tf.ones((3, 1)))",
    ),
    "latents for the discriminator": ("layer's input", "D(latents)"),
    "sums of batches": ("shapes", "tf.ones((64, 1)) + tf.ones((16, 1))"),
    "NumPy's shapes": ("shapes", "np.ones((4, 3)) + np.ones((4, 2))"),
    "products": ("shapes", "tf.matmul(tf.ones((2, 3)), tf.ones((2, 3)))"),
    "float() of a batch": ("a loss for each sample", "float(np.ones((8, 1)))"),
    "a complex root": ("complex numbers", "float(np.sqrt(np.array(-1e-17 + 0j)))"),
    "a download": (
        "no network",
        "raise OSError('URL fetch failure: [Errno -3] Temporary failure in name resolution')",
    ),
    "own words": ("", "raise ValueError('the sum is not 1')"),
    "a missing name": ("", "fake_logits"),
}


REFUSED = {
    "a complex number": ("complex numbers", "1j"),
    "an array of them": ("complex numbers", "np.sqrt(np.array([-1e-17 + 0j, 4]))"),
    "a list with one": ("complex numbers", "[1.0, np.complex64(2)]"),
    "a tensor of them": ("complex numbers", "tf.constant([1j])"),
    "a set": ("no plain value", "{1, 2}"),
    "an array of texts": ("no plain value", "np.array(['good'])"),
    "numbers as keys": ("no plain value", "{1: 'a'}"),
}
"""What a function may return by mistake, and what is said about it."""


@pytest.fixture(scope="module")
def names() -> dict[str, Any]:
    here: dict[str, Any] = {}
    exec(HERE, here)
    return here


def function_of(code: str) -> str:
    lines = [line.removeprefix("        ") for line in code.strip("\n").splitlines()]
    return "def run():\n" + "\n".join(f"    {line}" for line in lines)


@pytest.mark.parametrize("case", CASES)
def test_an_error_has_its_cause(case: str, names: dict[str, Any]) -> None:
    mistake, code = CASES[case]
    exec(compile(function_of(code), "a cell", "exec"), names)
    with pytest.raises(Exception) as raised:  # noqa: PT011 - many types
        names["run"]()
    frames = [frame for frame, _ in traceback.walk_tb(raised.tb)]
    uses = [f.f_code.co_names for f in frames if f.f_code.co_filename == "a cell"][-1]
    assert mistakes.name_of(str(raised.value), uses) == mistake
    said = mistakes.said(mistakes.plain(raised.value), mistake)
    assert said and "\x1b" not in said and "Arguments received" not in said
    if mistake:
        assert said.startswith(mistakes.MISTAKES[mistake].sentence)


def test_every_mistake_is_one_that_happens() -> None:
    seen = {mistake for mistake, _ in CASES.values()} | {"no super().__init__"}
    seen |= {mistake for mistake, _ in REFUSED.values()}
    assert seen - {""} == mistakes.MISTAKES.keys()


def test_a_class_without_super_init() -> None:
    class Odd(keras.layers.Layer):  # type: ignore[misc]
        def __init__(self) -> None:
            self.dense = keras.layers.Dense(2)

    with pytest.raises(Exception) as raised:  # noqa: PT011 - Keras has several
        Odd()(tf.ones((1, 2)))
    assert mistakes.name_of(str(raised.value)) == "no super().__init__"


def failure(candidate: Candidate, code: str) -> Raised:
    cell(candidate, HERE, seconds=30)
    cell(candidate, function_of(code), number=2)
    with pytest.raises(Raised) as raised:
        call(candidate, "run", seconds=30)
    return raised.value


def test_the_grader_says_the_same(candidate: Candidate) -> None:
    mistake, code = CASES["fakes outside of the tape"]
    found = failure(candidate, code).failure()
    assert found.mistake == mistake
    sentence = mistakes.MISTAKES[mistake].sentence
    assert sentences.failure(found) == (
        f"run stopped with ValueError: {sentence} (line 6 of cell 2)"
    )


def test_a_known_mistake_is_told_where_a_students_words_are_not(candidate: Candidate) -> None:
    raised = failure(candidate, CASES["one optimizer for both"][1])
    with pytest.raises(Failed) as failed, sealed("train_gan"):
        raise raised
    sentence = mistakes.MISTAKES["other weights"].sentence
    assert str(failed.value) == f"train_gan stopped with ValueError: {sentence}"
    # Its own words could tell a drawn target.
    words = Raised(
        {"kind": "exception", "type": "ValueError", "message": "0.25", "mistake": "0.25"}
    )
    with pytest.raises(Failed) as failed, sealed("train_gan"):
        raise words
    assert str(failed.value) == "train_gan stopped with ValueError."


def test_shapes_are_quoted_but_not_where_words_are_sealed() -> None:
    text = "operands could not be broadcast together with shapes (3,) (2,)"
    name = mistakes.name_of(text)
    assert mistakes.said(text, name).endswith(f"({text})")
    report = {"kind": "exception", "type": "ValueError", "message": text, "mistake": name}
    with pytest.raises(Failed) as failed, sealed("train_gan"):
        raise Raised(report)
    assert "(3,)" not in str(failed.value) and "shapes do not fit" in str(failed.value)


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_graded_is_explained_in_hidden_tests_too(
    candidate: Candidate, case: str
) -> None:
    mistake, value = REFUSED[case]
    cell(candidate, f"{HERE}\ndef run():\n    return {value}", seconds=30)
    with pytest.raises(Failed) as failed, sealed("run"):
        call(candidate, "run", seconds=30)
    sentence = mistakes.MISTAKES[mistake].sentence
    assert str(failed.value) == f"run gave something that cannot be graded. {sentence}"


@pytest.mark.parametrize("value", [1j, np.complex64(1), np.sqrt(np.array(-1e-17 + 0j))])
def test_a_public_check_says_the_same_of_complex_numbers(value: Any) -> None:
    sentence = mistakes.MISTAKES["complex numbers"].sentence
    with pytest.raises(AssertionError) as failed:
        checks.scalar(value, "The distance")
    assert str(failed.value) == f"The distance: {sentence}"
    with pytest.raises(AssertionError) as failed:
        checks.array(np.full((2, 2), value), "The root", (2, 2))
    assert str(failed.value) == f"The root: {sentence}"


def test_without_values_one_cause_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    error = NotImplementedError("Cannot convert a symbolic tf.Tensor (add:0) to a numpy array.")
    assert grader.problem(error, {}) != grader.NO_VALUES
    monkeypatch.setattr(tf, "executing_eagerly", lambda: False)
    assert grader.problem(error, {}) == grader.NO_VALUES
