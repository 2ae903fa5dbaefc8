"""Probes for functions that scale networks, train them at two speeds, and keep old samples."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gankit import checks
from gankit.networks import describe
from gankit.probes.base import Function, name_of, probe, raised_by, usual_layers
from gankit.probes.forms import (
    ANY_NETWORK,
    ANY_NUMBER,
    ANYTHING,
    COUNT,
    Array,
    Fields,
    Form,
    Items,
    Maybe,
    Row,
    Truth,
    weights_like,
)
from gankit.probes.replaced import Weights, two_layers


def _folded(weights: Weights, **_: Any) -> Form:
    return Fields(
        {
            "refused": Truth(),
            "before": Array((None, 2), kinds="f"),
            "after": Maybe(Array((None, None), kinds="f")),
            "network": Maybe(ANY_NETWORK),
            "weights": weights_like(weights[:-2]),
        }
    )


@usual_layers()
def _generator(
    weights: Sequence[NDArray[np.float32]], form: str, end: str
) -> tuple[Any, list[Any]]:
    """Return a generator as ``folded`` needs it, and its Dense layers."""
    import keras

    dense = []
    for number, kernel in enumerate(weights[::2]):
        options: dict[str, Any] = {}
        if 2 * number + 2 == len(weights):
            options = {"use_bias": end != "no bias"}
            options |= {"activation": end} if end in ("tanh", "relu") else {}
        dense.append(keras.layers.Dense(kernel.shape[1], **options))
    rows: list[Any] = [dense[0]]
    for layer in dense[1:]:
        rows += [keras.layers.LeakyReLU(negative_slope=0.2), layer]
    if end in ("activation", "dropout"):
        rows.append(
            keras.layers.Activation("tanh") if end == "activation" else keras.layers.Dropout(0.5)
        )
    inputs = keras.Input((weights[0].shape[0],))
    if form == "functional":
        outputs = inputs
        for layer in rows:
            outputs = layer(outputs)
        generator = keras.Model(inputs, outputs)
    else:
        cut = max(0, len(rows) - 2)
        for _ in range({"nested": 1, "nested twice": 2}.get(form, 0)):
            rows = [*rows[:cut], keras.Sequential(rows[cut:])]
        generator = keras.Sequential([inputs, *rows])
    for number, layer in enumerate(dense):
        own = weights[2 * number : 2 * number + 1 + layer.use_bias]
        layer.set_weights([np.array(w) for w in own])
    return generator, dense


@probe(answer=_folded)
def folded(
    fold: Function,
    weights: Weights,
    mean: NDArray[np.float32],
    scale: NDArray[np.float32],
    latents: NDArray[np.float32],
    form: str = "sequential",
    end: str = "linear",
) -> dict[str, Any]:
    """Call ``fold(generator, mean, scale)`` for a generator of Dense layers.

    ``weights`` are [w1, b1, w2, b2, …]; between the layers stands LeakyReLU. ``form`` is
    sequential, functional, nested or nested twice, ``end`` what the last layer is: linear, no bias,
    tanh or relu (a Dense layer), activation or dropout (one after it). Returns whether it was
    ``refused`` with a ValueError, the outputs for the ``latents`` ``before`` and ``after``, the
    returned ``network``, and what the weights of all layers but the last are then.

    >>> def fold(generator, mean, scale):
    ...     kernel, bias = generator.layers[-1].get_weights()
    ...     generator.layers[-1].set_weights([kernel * scale, bias * scale + mean])
    ...     return generator
    >>> weights, two = [np.eye(2, dtype=np.float32), np.zeros(2, np.float32)], np.full(2, 2.0)
    >>> folded(fold, weights, two, two, np.ones((1, 2), np.float32))["after"]
    array([[4., 4.]], dtype=float32)
    """
    generator, dense = _generator(weights, form, end)
    report: dict[str, Any] = {"refused": False, "after": None, "network": None}
    report["before"] = np.asarray(generator(latents, training=False))
    try:
        result = fold(generator, np.array(mean), np.array(scale))
    except ValueError as error:
        if end == "linear" and not raised_by(fold, error):
            raise  # no refusal: something else went wrong
        report["refused"] = True
    else:
        assert result is not None, (
            f"{name_of(fold)} gives None. Is there a `return` at the end of the function?"
        )
        if end == "linear":
            report["network"] = describe(result, (weights[0].shape[0],))
            report["after"] = np.asarray(result(latents, training=False))
    report["weights"] = [w for layer in dense[:-1] for w in layer.get_weights()]
    return report


MODES = ("call", "function", "epochs", "two fits")


def _uneven_steps(
    generator: Weights, discriminator: Weights, batches: Sequence[Any], mode: str, **_: Any
) -> Form:
    steps = len(batches)
    counts = Row((COUNT, COUNT), ("generator", "discriminator"))
    latents = Items(Array((None, None), kinds="f"), most=100, noun="batch of latents")
    return Fields(
        {
            "generator": Items(weights_like(generator), steps, noun="step"),
            "discriminator": Items(weights_like(discriminator), steps, noun="step"),
            "losses": Items(
                Row((ANY_NUMBER, ANY_NUMBER), ("d_loss", "g_loss")), steps, noun="step"
            ),
            "iterations": Items(counts, steps, noun="step"),
            "latents": Items(
                latents, steps if mode in ("call", "function") else 0, numbers=1_000_000
            ),
        }
    )


@probe(answer=_uneven_steps)
def uneven_steps(
    gan_class: Function,
    generator: Weights,
    discriminator: Weights,
    batches: Sequence[NDArray[np.float32]],
    g_every: int | None,
    optimizer: str,
    rates: Sequence[float],
    mode: str,
    seed: int = 1,
    latent_scale: float = 1.0,
) -> dict[str, Any]:
    """Train a new GAN on each of ``batches``, a step each; return what it is after each step.

    The networks are as in ``train_steps``, and so is ``latent_scale``. ``g_every`` None is not
    passed on. ``optimizer`` is sgd or adam (beta_1 0.5), ``rates`` are those of generator and
    discriminator. In ``mode`` call, ``train_step`` is called by hand, in function as one compiled
    function; in epochs, one ``fit`` goes twice over the first half of the batches; in two fits, one
    has the first half and another one the second. Returns the weights of both after each step, the
    losses, both optimizers' ``iterations``, and the latents where they can be seen.

    >>> class Idle:
    ...     def __init__(self, generator, discriminator, latent_dim, g_every):
    ...         pass
    ...     def compile(self, g_optimizer, d_optimizer):
    ...         pass
    ...     def train_step(self, real):
    ...         return {"d_loss": 1.5, "g_loss": 0.5}
    >>> weights = [np.ones(shape, np.float32) for shape in [(2, 3), 3, (3, 2), 2]]
    >>> batches = [np.ones((4, 2))]
    >>> report = uneven_steps(Idle, weights, weights, batches, 2, "sgd", [0.1, 0.1], "call")
    >>> report["losses"], report["iterations"], report["latents"]
    ([[1.5, 0.5]], [[0, 0]], [[]])
    """
    import keras
    import tensorflow as tf

    from gankit.recorder import Recorder

    keras.utils.set_random_seed(seed)
    by_hand = mode in ("call", "function")
    recorder = Recorder(latent_scale)
    g = two_layers(generator, [recorder] if by_hand else [])
    d = two_layers(discriminator, [])
    options = {} if g_every is None else {"g_every": g_every}
    gan = gan_class(g, d, generator[0].shape[0], **options)
    optimizers = [
        keras.optimizers.SGD(rate)
        if optimizer == "sgd"
        else keras.optimizers.Adam(rate, beta_1=0.5)
        for rate in rates
    ]
    gan.compile(g_optimizer=optimizers[0], d_optimizer=optimizers[1])
    recorder.seen.clear()
    report: dict[str, Any] = {
        name: [] for name in ("generator", "discriminator", "losses", "iterations", "latents")
    }

    def write_down(losses: Any) -> None:
        assert isinstance(losses, dict) and {"d_loss", "g_loss"} <= losses.keys(), (
            'train_step should return a dict {"d_loss": ..., "g_loss": ...}.'
        )
        report["losses"].append(
            [
                checks.scalar(np.squeeze(losses[name]), f'The "{name}" that train_step returns')
                for name in ("d_loss", "g_loss")
            ]
        )
        report["generator"].append([np.array(w) for w in g.get_weights()])
        report["discriminator"].append([np.array(w) for w in d.get_weights()])
        report["iterations"].append([int(one.iterations) for one in optimizers])

    if by_hand:
        step = gan.train_step if mode == "call" else tf.function(gan.train_step)
        for batch in batches:
            write_down(step(tf.convert_to_tensor(batch)))
            report["latents"].append([*recorder.seen])
            recorder.seen.clear()
        return report
    half = len(batches) // 2
    parts = [batches[:half]] if mode == "epochs" else [batches[:half], batches[half:]]
    after = keras.callbacks.LambdaCallback(on_train_batch_end=lambda _, logs: write_down(logs))
    for part in parts:
        gan.fit(
            np.concatenate(part),
            batch_size=len(part[0]),
            epochs=2 if mode == "epochs" else 1,
            shuffle=False,
            callbacks=[after],
            verbose=0,
        )
    return report


PUSHED, DRAWN = 1e30, -1e30
"""What is put into arrays after they were pushed, and after they were drawn."""


def _story(pushes: Sequence[Any], **_: Any) -> Form:
    return Fields(
        {
            "empty": Truth(),
            "lengths": Items(COUNT, len(pushes) + 1, noun="length"),
            "drawn": Items(ANYTHING, len(pushes), noun="sample"),
        }
    )


@probe(answer=_story)
def replay_story(
    store_class: Function,
    capacity: int,
    pushes: Sequence[NDArray[np.float32]],
    counts: Sequence[int],
    seed: int,
) -> dict[str, Any]:
    """Push all of ``pushes`` into a new store, and draw ``counts`` samples after each.

    Every array is overwritten after it was pushed, and each drawn one after it was looked at.
    Returns whether drawing from the ``empty`` store raised a ValueError, the ``lengths`` of the
    store at first and after each push, and what was ``drawn``.

    >>> class Last:
    ...     def __init__(self, capacity, rng):
    ...         self.held = np.zeros((0, 1))
    ...     def push(self, samples):
    ...         self.held = np.array(samples[-1:])
    ...     def sample(self, n):
    ...         if len(self) == 0:
    ...             raise ValueError
    ...         return self.held[np.zeros(n, int)]
    ...     def __len__(self):
    ...         return len(self.held)
    >>> replay_story(Last, 1, [np.array([[3.0], [4.0]])], [2], seed=0)
    {'empty': True, 'lengths': [0, 1], 'drawn': [array([[4.],
           [4.]])]}
    """
    store = store_class(capacity, np.random.default_rng(seed))
    report: dict[str, Any] = {"empty": False, "lengths": [len(store)], "drawn": []}
    try:
        store.sample(1)
    except ValueError:
        report["empty"] = True
    for push, count in zip(pushes, counts, strict=True):
        pushed = np.array(push)
        store.push(pushed)
        pushed[...] = PUSHED
        report["lengths"].append(len(store))
        drawn = store.sample(count)
        report["drawn"].append(np.array(drawn) if isinstance(drawn, np.ndarray) else drawn)
        if isinstance(drawn, np.ndarray) and drawn.flags.writeable:
            drawn[...] = DRAWN
    return report


def _contents(seeds: Sequence[int], count: int, pushes: Sequence[Any], **_: Any) -> Form:
    return Items(Array((count, *np.shape(pushes[0])[1:]), kinds="f"), len(seeds), noun="store")


@probe(answer=_contents)
def replay_contents(
    store_class: Function,
    capacity: int,
    pushes: Sequence[NDArray[np.float32]],
    count: int,
    seeds: Sequence[int],
) -> list[NDArray[Any]]:
    """Push all of ``pushes`` into a new store for each seed; return ``count`` samples of each.

    >>> class All(list):
    ...     def __init__(self, capacity, rng):
    ...         super().__init__()
    ...     push = list.extend
    ...     def sample(self, n):
    ...         return np.array(self[:n])
    >>> replay_contents(All, 9, [np.ones((2, 1))], 1, seeds=[0, 1])
    [array([[1.]]), array([[1.]])]
    """
    contents = []
    for seed in seeds:
        store = store_class(capacity, np.random.default_rng(seed))
        for push in pushes:
            store.push(np.array(push))
        contents.append(store.sample(count))
    return contents


@probe(
    answer=lambda fresh, **_: Fields(
        {"mixed": ANYTHING, "fresh": Array(fresh.shape), "length": COUNT}
    )
)
def mixed(
    mix: Function,
    store: str,
    capacity: int,
    pushed: NDArray[np.float32],
    fresh: NDArray[np.float32],
    share: float,
    seed: int,
) -> dict[str, Any]:
    """Call ``mix(fresh, replay, share)``, where replay is the notebook's class named ``store``.

    The store holds ``pushed``, if that is not empty. Returns what was ``mixed``, and what ``fresh``
    and the ``length`` of the store are then.

    >>> Nothing = type("Nothing", (), {"__init__": lambda *_: None, "__len__": lambda _: 0})
    >>> def mix(fresh, replay, share):
    ...     return fresh + len(replay)
    >>> mix.__globals__["Nothing"] = Nothing
    >>> mixed(mix, "Nothing", 2, np.ones((0, 1)), np.ones((1, 1)), 0.5, seed=1)["mixed"]
    array([[1.]])
    """
    make = inspect.unwrap(mix).__globals__.get(store)
    assert callable(make), f"{store} is not defined yet. Run the cell that defines it."
    replay = make(capacity, np.random.default_rng(seed))
    if len(pushed):
        replay.push(np.array(pushed))
    given = np.array(fresh)
    result = mix(given, replay, share)
    return {
        "mixed": np.array(result) if result is given else result,
        "fresh": given,
        "length": len(replay),
    }


def _batch_values(inputs: Sequence[NDArray[Any]], **_: Any) -> Form:
    gradients = Row(
        tuple(Maybe(Array(np.shape(array), kinds="f")) for array in inputs),
        tuple(f"gradient {number}" for number in range(1, len(inputs) + 1)),
    )
    return Fields({"value": ANYTHING, "gradients": gradients})


@probe(answer=_batch_values)
def batch_values(
    function: Function,
    inputs: Sequence[NDArray[np.float32]],
    weights: NDArray[np.float32],
    compiled: bool = False,
) -> dict[str, Any]:
    """Return ``function(*inputs)``, and the gradients of its sum times ``weights``.

    There is one gradient for each of the inputs; None if the value has another shape than the
    weights, or where the value does not depend on an input. With ``compiled`` all of it runs as one
    compiled function.

    >>> def double(x):
    ...     return 2 * x
    >>> report = batch_values(double, [np.ones((1, 2), np.float32)], np.array([[3, 5]], np.float32))
    >>> report["value"].tolist(), report["gradients"][0].tolist()
    ([[2.0, 2.0]], [[6.0, 10.0]])
    """
    import tensorflow as tf

    tensors = [tf.constant(array) for array in inputs]

    def run() -> tuple[Any, Any]:
        with tf.GradientTape() as tape:
            tape.watch(tensors)
            value = function(*tensors)
            assert value is not None, (
                f"{name_of(function)} is None. Is there a `return` in the function?"
            )
            value = tf.convert_to_tensor(value)
            same = value.shape == weights.shape
            total = tf.reduce_sum(value * weights) if same else None
        return value, tape.gradient(total, tensors) if same else [None] * len(tensors)

    value, gradients = (tf.function(run) if compiled else run)()
    return {
        "value": value.numpy(),
        "gradients": [None if g is None else tf.convert_to_tensor(g).numpy() for g in gradients],
    }
