"""Ways to run your functions and write down what they give.

A test never calls your function itself. It asks a probe to do it: a probe makes the inputs, runs
the function, perhaps several times, and returns plain numbers, arrays and networks for the test to
judge. In your notebook a probe runs on the spot. In the grader the tests live in another process
than your code, so the same probe runs beside your code and only its result travels. (There, Keras
and TensorFlow are not even imported; that is why the imports stand inside the functions here.)
"""

from __future__ import annotations

import functools
import inspect
import math
from collections.abc import Callable, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from gankit.curves import Curve
from gankit.networks import Network, describe

P = ParamSpec("P")
R = TypeVar("R")
Function = Callable[..., Any]

PROBES: dict[str, Function] = {}
"""Every probe by name."""


def probe(body: Callable[Concatenate[Function, P], R]) -> Callable[Concatenate[Any, P], R]:
    """Make ``body`` a probe: its first argument is a student's function or class.

    If that is not the thing itself but a stand-in for it in another process, the stand-in's method
    ``run_probe(name, args)`` is called instead, which runs the same body over there.
    """
    PROBES[body.__name__] = body

    @functools.wraps(body)
    def run(function: Any, *args: P.args, **kwargs: P.kwargs) -> R:
        if hasattr(function, "run_probe"):
            given = inspect.signature(body).bind(function, *args, **kwargs).arguments
            return function.run_probe(body.__name__, dict(list(given.items())[1:]))  # type: ignore[no-any-return]
        assert callable(function), "This is not defined yet. Run the cell that defines it."
        return body(function, *args, **kwargs)

    return cast(Callable[Concatenate[Any, P], R], run)


@probe
def call(function: Function, args: Sequence[Any]) -> Any:
    """Call ``function(*args)``."""
    return function(*args)


@probe
def draws(function: Function, calls: Sequence[Sequence[Any]], seed: int) -> list[Any]:
    """Call ``function(*args, rng)`` for each args in ``calls``, all with one ``rng``."""
    rng = np.random.default_rng(seed)
    return [function(*args, rng) for args in calls]


@probe
def adam_path(
    adam_step: Function,
    params: Sequence[NDArray[np.float32]],
    gradients: Sequence[Sequence[NDArray[np.float32]]],
    options: dict[str, float],
) -> list[list[Any]]:
    """Take one step of ``adam_step`` for each entry of ``gradients``; return all params on the way.

    ``params`` and each entry of ``gradients`` are lists of arrays of the same shapes.
    """
    state = None
    current: Any = [np.array(p) for p in params]
    path = []
    for step in gradients:
        result = adam_step(current, [np.array(g) for g in step], state, **options)
        assert isinstance(result, tuple) and len(result) == 2, (
            "adam_step should return two things: params, state."
        )
        current, state = result
        path.append([np.array(p) for p in current])
    return path


@probe
def built(
    make: Function, calls: Sequence[dict[str, int]], sizes: Sequence[int], seed: int
) -> list[Network]:
    """Call ``make(**kwargs)`` for each kwargs in ``calls``; ``sizes`` are the inputs' sizes."""
    import keras

    keras.utils.set_random_seed(seed)
    return [describe(make(**kwargs), (size,)) for kwargs, size in zip(calls, sizes, strict=True)]


@probe
def loss_and_gradients(
    loss: Function, logits: Sequence[NDArray[np.float32]]
) -> tuple[NDArray[Any], list[NDArray[Any] | None]]:
    """Return ``loss(*logits)`` and its gradient with respect to each of the logits."""
    import tensorflow as tf

    inputs = [tf.Variable(values) for values in logits]
    with tf.GradientTape() as tape:
        value = loss(*[tf.convert_to_tensor(v) for v in inputs])
        assert value is not None, "The loss is None. Is there a `return` in the function?"
        value = tf.convert_to_tensor(value)
    gradients = tape.gradient(value, inputs)
    return value.numpy(), [
        None if g is None else tf.convert_to_tensor(g).numpy() for g in gradients
    ]


Weights = Sequence[NDArray[np.float32]]


def _two_layers(weights: Weights, first: Sequence[Any]) -> Any:
    """Return the network: ``first``, Dense ReLU, Dense linear, with weights [w1, b1, w2, b2]."""
    import keras

    hidden = keras.layers.Dense(weights[0].shape[1], activation="relu")
    output = keras.layers.Dense(weights[2].shape[1])
    model = keras.Sequential([keras.Input((weights[0].shape[0],)), *first, hidden, output])
    hidden.set_weights([np.array(w) for w in weights[:2]])
    output.set_weights([np.array(w) for w in weights[2:]])
    return model


@probe
def train_steps(
    gan_class: Function,
    generator: Weights,
    discriminator: Weights,
    batches: Sequence[NDArray[np.float32]],
    g_rate: float,
    d_rate: float,
    latent_scale: float,
    seed: int,
    compiled: bool = False,
) -> dict[str, Any]:
    """Call ``train_step`` of a new GAN on each of ``batches`` with plain gradient descent.

    Generator and discriminator are one hidden ReLU layer and a linear one; their weights are given
    as [w1, b1, w2, b2]. The latents are multiplied by ``latent_scale`` before the generator's first
    layer: with 0 it does not depend on them. Returns the weights of both after each step, the
    values that ``train_step`` returned, and the latents that the generator got in each step.
    With ``compiled``, all steps but the first run as one compiled function, as they do in ``fit``.
    """
    import keras
    import tensorflow as tf

    from gankit.recorder import Recorder

    keras.utils.set_random_seed(seed)
    recorder = Recorder(latent_scale)
    g = _two_layers(generator, [recorder])
    d = _two_layers(discriminator, [])
    gan = gan_class(g, d, generator[0].shape[0])
    gan.compile(g_optimizer=keras.optimizers.SGD(g_rate), d_optimizer=keras.optimizers.SGD(d_rate))
    recorder.seen.clear()
    report: dict[str, Any] = {"generator": [], "discriminator": [], "losses": [], "latents": []}
    step = gan.train_step
    for number, batch in enumerate(batches):
        try:
            losses = step(tf.convert_to_tensor(batch))
        except Exception:
            if number == 0 or not compiled:
                raise
            step = gan.train_step  # it cannot be compiled; that it runs like this is enough
            losses = step(tf.convert_to_tensor(batch))
        if compiled and number == 0:
            step = tf.function(gan.train_step)
        assert isinstance(losses, dict) and {"d_loss", "g_loss"} <= losses.keys(), (
            'train_step should return a dict {"d_loss": ..., "g_loss": ...}.'
        )
        report["losses"].append([float(losses["d_loss"]), float(losses["g_loss"])])
        report["generator"].append([np.array(w) for w in g.get_weights()])
        report["discriminator"].append([np.array(w) for w in d.get_weights()])
        report["latents"].append([*recorder.seen])
        recorder.seen.clear()
    return report


def _with_names(function: Function, **names: Any) -> Function:
    """Return a call of ``function`` during which its notebook's ``names`` mean something else."""

    @functools.wraps(function)
    def run(*args: Any) -> Any:
        plain = inspect.unwrap(function)
        plain = plain if inspect.isfunction(plain) else type(plain).__call__
        names_of_notebook = plain.__globals__
        before = {name: names_of_notebook[name] for name in names if name in names_of_notebook}
        names_of_notebook.update(names)
        try:
            return function(*args)
        finally:
            for name in names:
                names_of_notebook.pop(name, None)
            names_of_notebook.update(before)

    return run


@probe
def untrained_distances(
    untrained_distance: Function,
    curve: Curve,
    seeds: Sequence[int],
    generator: Weights | None = None,
) -> dict[str, Any]:
    """Call ``untrained_distance(curve, rng)`` for an rng of each seed.

    Meanwhile ``make_generator`` gives a network with one hidden layer of 15 ReLU units: with the
    weights ``generator``, or with fresh random ones. Returns the distances, for each the latents
    that the generators got, and the first kernels of those that were fresh.
    """
    import keras

    from gankit.recorder import Recorder

    recorders: list[Recorder] = []

    def make_generator(latent_dim: int = 5, n_outputs: int = 2) -> Any:
        recorders.append(Recorder())
        if generator is not None:
            return _two_layers(generator, [recorders[-1]])
        hidden = keras.layers.Dense(15, activation="relu", kernel_initializer="he_uniform")
        model = keras.Sequential(
            [keras.Input((latent_dim,)), recorders[-1], hidden, keras.layers.Dense(n_outputs)]
        )
        report["kernels"].append(hidden.get_weights()[0])
        return model

    report: dict[str, Any] = {"distances": [], "latents": [], "kernels": []}
    for seed in seeds:
        recorders.clear()
        run = _with_names(untrained_distance, make_generator=make_generator)
        report["distances"].append(run(curve, np.random.default_rng(seed)))
        report["latents"].append([seen for recorder in recorders for seen in recorder.seen])
    return report


def _sizes(args: Sequence[Any], kwargs: dict[str, Any], *names: str) -> list[Any]:
    """Return what a notebook's ``make_…`` function was asked for: None where its default applies.

    The first name stands for its first argument; the second for the other one, whatever its name.
    """
    given = dict(zip(names, args, strict=False))
    for name, value in kwargs.items():
        given[name if name in names else names[-1]] = value
    return [given.get(name) for name in names]


def _shape(size: Any, default: Sequence[int]) -> tuple[int, ...]:
    """Return the shape of a sample: ``size`` is a number, a shape, or None for the default."""
    if size is None:
        return tuple(default)
    return tuple(int(n) for n in size) if isinstance(size, (list, tuple)) else (int(size),)


def _half_blind(direction: Sequence[float], shape: tuple[int, ...]) -> Any:
    """Return a discriminator that sees nothing of a sample but one weighted sum of its numbers."""
    import keras

    from gankit.recorder import Fixed

    flat = [keras.layers.Flatten()] if len(shape) > 1 else []
    view = Fixed(np.asarray(direction, dtype=np.float32).reshape(-1, 1))
    hidden = keras.layers.Dense(25, "relu", kernel_initializer="he_uniform")
    return keras.Sequential([keras.Input(shape), *flat, view, hidden, keras.layers.Dense(1)])


def _constant(logit: float, shape: tuple[int, ...]) -> Any:
    """Return a discriminator that gives every sample the same logit, whatever it is taught."""
    import keras

    from gankit.recorder import Fixed

    flat = [keras.layers.Flatten()] if len(shape) > 1 else []
    hidden = keras.layers.Dense(25, "relu", kernel_initializer="he_uniform")
    output = Fixed(np.zeros((25, 1), np.float32), logit)
    return keras.Sequential([keras.Input(shape), *flat, hidden, output])


def _recorded(recorder: Any, latent_dim: int, shape: tuple[int, ...]) -> tuple[Any, Any]:
    """Return a generator of samples of this shape that records its latents; its first kernel."""
    import keras

    hidden = keras.layers.Dense(15, "relu", kernel_initializer="he_uniform")
    output = keras.layers.Dense(math.prod(shape))
    flat = [keras.layers.Reshape(shape)] if len(shape) > 1 else []
    model = keras.Sequential([keras.Input((latent_dim,)), recorder, hidden, output, *flat])
    return model, hidden.get_weights()[0]


def _first_dense(model: Any) -> Any:
    """Return the first Dense layer of a model, or of a model in it; None if there is none."""
    import keras

    for layer in getattr(model, "layers", []):
        found = layer if isinstance(layer, keras.layers.Dense) else _first_dense(layer)
        if found is not None:
            return found
    return None


def _losses(history: Any) -> dict[str, NDArray[np.float64]]:
    """Return the two lists of losses in a history, which may be what ``fit`` returned."""
    history = getattr(history, "history", history)
    assert isinstance(history, dict) and {"d_loss", "g_loss"} <= history.keys(), (
        'The history should be a dict with the lists history["d_loss"] and history["g_loss"].'
    )
    return {name: np.asarray([float(v) for v in history[name]]) for name in ("d_loss", "g_loss")}


def _pair(result: Any) -> tuple[Any, Any]:
    assert isinstance(result, tuple) and len(result) == 2, (
        "The function should return two things: generator, history."
    )
    return result


@probe
def trained(
    train: Function,
    arguments: Sequence[Any],
    steps: int,
    seed: int,
    discriminator: str | None = None,
    direction: Sequence[float] | None = None,
) -> dict[str, Any]:
    """Call ``train(*arguments, steps, seed)``; return its generator and its losses.

    With a ``direction``, a number for each place of a sample, the notebook's function of the name
    ``discriminator`` gives one that sees nothing of a sample but its numbers' sum with these
    weights.
    """
    import keras

    keras.utils.clear_session()
    keras.utils.set_random_seed(seed)
    made = []

    def make_discriminator(*args: Any, **kwargs: Any) -> Any:
        [size] = _sizes(args, kwargs, "size")
        made.append(_half_blind(direction or (), _shape(size, (len(direction or ()),))))
        return made[-1]

    run = train
    if discriminator is not None:
        run = _with_names(train, **{discriminator: make_discriminator})
    generator, history = _pair(run(*arguments, steps, seed))
    latent_dim = int(generator.input_shape[-1]) if hasattr(generator, "input_shape") else 5
    return {
        "generator": describe(generator, (latent_dim,)),
        **_losses(history),
        "discriminators": len(made),
    }


@probe
def untaught(
    train: Function,
    arguments: Sequence[Any],
    steps: int,
    seed: int,
    names: dict[str, str],
    shape: Sequence[int],
    logit: float,
    surroundings: int,
) -> dict[str, Any]:
    """Call ``train`` with a discriminator that gives every sample the same ``logit``.

    Such a discriminator teaches nothing. ``names`` are those of the notebook's functions that make
    the ``generator`` and the ``discriminator`` of samples of this shape; ``surroundings`` seeds all
    that ``train`` itself does not seed. Returns the losses; the first kernel of each generator that
    was made, as it was at the start; that of the generator that was returned; the latents that the
    generators got, at most 20000 numbers; and how many different batches they were.
    """
    import keras

    from gankit.recorder import Recorder

    keras.utils.clear_session()
    keras.utils.set_random_seed(surroundings)
    recorder, discriminators, kernels = Recorder(), [], []

    def make_generator(*args: Any, **kwargs: Any) -> Any:
        latent_dim, size = _sizes(args, kwargs, "latent_dim", "size")
        model, kernel = _recorded(recorder, int(latent_dim or 5), _shape(size, shape))
        kernels.append(kernel)
        return model

    def make_discriminator(*args: Any, **kwargs: Any) -> Any:
        [size] = _sizes(args, kwargs, "size")
        discriminators.append(_constant(logit, _shape(size, shape)))
        return discriminators[-1]

    made = {"generator": make_generator, "discriminator": make_discriminator}
    run = _with_names(train, **{names[part]: make for part, make in made.items()})
    generator, history = _pair(run(*arguments, steps, seed))
    first = _first_dense(generator)
    batches = {values.tobytes(): values.ravel() for values in recorder.seen}
    return {
        **_losses(history),
        "discriminators": len(discriminators),
        "kernels": kernels,
        "kernel": None if first is None else first.get_weights()[0],
        "latents": np.concatenate([np.zeros(0, np.float32), *batches.values()])[:20000],
        "batches": len(batches),
    }
