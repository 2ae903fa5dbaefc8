"""Probes for functions that train networks."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gankit import checks
from gankit.networks import Network, describe
from gankit.probes.base import Function, probe
from gankit.probes.forms import (
    ANY_NETWORK,
    ANY_NUMBER,
    ANYTHING,
    COUNT,
    Array,
    Fields,
    Form,
    Items,
    Row,
    history,
    weights_like,
)
from gankit.probes.replaced import Weights, counting, two_layers

LOSSES = ("d_loss", "g_loss")
SURROUNDINGS = 20140610
"""Seeds all that a training itself does not seed. Its own seed must not: then a training that
ignores the seed would look as if it used it."""


def _train_steps(
    generator: Weights, discriminator: Weights, batches: Sequence[Any], **_: Any
) -> Form:
    steps = len(batches)
    losses = Row((ANY_NUMBER, ANY_NUMBER), ("d_loss", "g_loss"))
    latents = Items(Array((None, None), kinds="f"), most=100, noun="batch of latents")
    return Fields(
        {
            "generator": Items(weights_like(generator), steps, noun="step"),
            "discriminator": Items(weights_like(discriminator), steps, noun="step"),
            "losses": Items(losses, steps, noun="step"),
            "latents": Items(latents, steps, numbers=1_000_000, noun="step"),
        }
    )


@probe(answer=_train_steps)
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

    >>> class Idle:
    ...     def __init__(self, generator, discriminator, latent_dim):
    ...         pass
    ...     def compile(self, g_optimizer, d_optimizer):
    ...         pass
    ...     def train_step(self, real):
    ...         return {"d_loss": 1.5, "g_loss": 0.5}
    >>> weights = [np.ones(shape, np.float32) for shape in [(2, 3), 3, (3, 2), 2]]
    >>> report = train_steps(Idle, weights, weights, [np.ones((4, 2))], 0.1, 0.1, 1.0, seed=0)
    >>> report["losses"], report["latents"]
    ([[1.5, 0.5]], [[]])
    """
    import keras

    from gankit.recorder import Recorder

    keras.utils.set_random_seed(seed)
    recorder = Recorder(latent_scale)
    g = two_layers(generator, [recorder])
    d = two_layers(discriminator, [])
    gan = gan_class(g, d, generator[0].shape[0])
    gan.compile(g_optimizer=keras.optimizers.SGD(g_rate), d_optimizer=keras.optimizers.SGD(d_rate))
    recorder.seen.clear()
    report: dict[str, Any] = {"generator": [], "discriminator": [], "losses": [], "latents": []}
    step = stepping(gan, compiled)
    for batch in batches:
        losses = step(batch)
        assert isinstance(losses, dict) and {"d_loss", "g_loss"} <= losses.keys(), (
            'train_step should return a dict {"d_loss": ..., "g_loss": ...}.'
        )
        report["losses"].append(
            [
                checks.scalar(np.squeeze(losses[name]), f'The "{name}" that train_step returns')
                for name in LOSSES
            ]
        )
        report["generator"].append([np.array(w) for w in g.get_weights()])
        report["discriminator"].append([np.array(w) for w in d.get_weights()])
        report["latents"].append([*recorder.seen])
        recorder.seen.clear()
    return report


def stepping(model: Any, compiled: bool) -> Callable[[NDArray[np.float32]], Any]:
    """Return what runs ``train_step`` on a batch; ``compiled``, all calls but the first are so.

    >>> class Model:
    ...     def train_step(self, batch):
    ...         return batch.shape[0]
    >>> step = stepping(Model(), compiled=False)
    >>> step(np.ones((4, 2))), step(np.ones((3, 2)))
    (4, 3)
    """
    import tensorflow as tf

    step, is_first = model.train_step, True

    def run(batch: NDArray[np.float32]) -> Any:
        nonlocal step, is_first
        try:
            returned = step(tf.convert_to_tensor(batch))
        except Exception:
            if is_first or not compiled:
                raise
            step = model.train_step  # it cannot be compiled; that it runs like this is enough
            returned = step(tf.convert_to_tensor(batch))
        if compiled and is_first:
            step = tf.function(model.train_step)
        is_first = False
        return returned

    return run


def _fit(options: dict[str, Any], **_: Any) -> Form:
    return Fields({"history": ANYTHING, "kept": Fields(dict.fromkeys(options, ANYTHING))})


@probe(answer=_fit)
def fit_of(
    gan_class: Function,
    generator: Weights,
    discriminator: Weights,
    real: NDArray[np.float32],
    batch: int,
    options: dict[str, Any],
) -> dict[str, Any]:
    """Let a new GAN ``fit`` the points ``real``; ``options`` are those of ``compile`` for Keras.

    The networks are as in ``train_steps``. Returns the ``history``, and which of the ``options``
    Keras has got, as ``kept``.

    >>> import keras
    >>> class Idle(keras.Model):
    ...     def __init__(self, generator, discriminator, latent_dim):
    ...         super().__init__()
    ...     def compile(self, g_optimizer, d_optimizer, **kwargs):
    ...         super().compile(**kwargs)
    ...     def train_step(self, real):
    ...         return {"d_loss": 1.5, "g_loss": 0.5}
    >>> weights = [np.ones(shape, np.float32) for shape in [(2, 3), 3, (3, 2), 2]]
    >>> fit_of(Idle, weights, weights, np.ones((8, 2)), batch=4, options={"steps_per_execution": 2})
    {'history': {'d_loss': [1.5], 'g_loss': [0.5]}, 'kept': {'steps_per_execution': 2}}
    """
    import keras

    keras.utils.set_random_seed(SURROUNDINGS)
    networks = two_layers(generator, []), two_layers(discriminator, [])
    gan = gan_class(*networks, generator[0].shape[0])
    optimizers = {name: keras.optimizers.SGD(0.1) for name in ("g_optimizer", "d_optimizer")}
    gan.compile(**optimizers, **options)
    history = gan.fit(real, batch_size=batch, verbose=0).history
    return {
        "history": {str(name): [float(v) for v in values] for name, values in history.items()},
        "kept": {name: getattr(gan, name, None) for name in options},
    }


def _trained(steps: int, makers: Sequence[str], losses: Sequence[str], **_: Any) -> Form:
    lists = {name: history(steps) for name in losses}
    calls = Items(COUNT, len(makers), noun="function")
    return Fields({"generator": ANY_NETWORK, "dice": ANY_NUMBER, "calls": calls, **lists})


@probe(answer=_trained)
def trained(
    train: Function,
    arguments: Sequence[Any],
    steps: int,
    seed: int,
    surroundings: int = SURROUNDINGS,
    makers: Sequence[str] = (),
    losses: Sequence[str] = LOSSES,
) -> dict[str, Any]:
    """Call ``train(*arguments, steps, seed)``; return its generator and its ``losses``.

    ``surroundings`` seeds all that ``train`` itself does not seed. ``dice`` is a number that Python
    draws afterwards: one that depends on ``surroundings`` if nothing was seeded. ``calls`` is how
    often it called each of the notebook's functions ``makers``.

    >>> import keras
    >>> def train(curve, steps, seed):
    ...     generator = keras.Sequential([keras.Input((5,)), keras.layers.Dense(2)])
    ...     return generator, {"d_loss": [1.4] * steps, "g_loss": [0.7] * steps}
    >>> run = trained(train, [abs], steps=3, seed=0)
    >>> run["generator"].input_shape, run["g_loss"].tolist()
    ((5,), [0.7, 0.7, 0.7])
    """
    import keras

    keras.utils.clear_session()
    keras.utils.set_random_seed(surroundings)
    calls = dict.fromkeys(makers, 0)
    run = counting(train, calls) if makers else train
    generator, history = pair_of(run(*arguments, steps, seed))
    dice = random.random()
    latent_dim = int(generator.input_shape[-1]) if hasattr(generator, "input_shape") else 5
    return {
        "generator": describe(generator, (latent_dim,)),
        "dice": dice,
        "calls": [*calls.values()],
        **losses_of(history, losses),
    }


@probe(answer=lambda **_: ANY_NETWORK)
def generator_of(train: Function, args: Sequence[Any], latent_dim: int) -> Network:
    """Call ``train(*args)``, which gives a pair (generator, history); return the generator.

    >>> import keras
    >>> def train(latent_dim):
    ...     return keras.Sequential([keras.Input((latent_dim,)), keras.layers.Dense(2)]), {}
    >>> generator_of(train, [3], latent_dim=3).parameters
    8
    """
    generator, _ = pair_of(train(*args))
    return describe(generator, (latent_dim,))


def losses_of(history: Any, names: Sequence[str] = LOSSES) -> dict[str, NDArray[np.float64]]:
    """Return the lists of losses in a history, which may be what ``fit`` returned."""
    return checks.losses(history, names)


def pair_of(result: Any) -> tuple[Any, Any]:
    """Return the generator and the history that a training gave."""
    assert isinstance(result, tuple) and len(result) == 2, (
        "The function should return two things: generator, history."
    )
    return result
