"""Probes for Wasserstein GANs, whose critic is updated several times in a step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gankit import checks
from gankit.probes.base import Function, probe
from gankit.probes.forms import (
    ANY_NUMBER,
    ANYTHING,
    Array,
    Fields,
    Form,
    Items,
    Row,
    weights_like,
)
from gankit.probes.replaced import Weights, two_layers
from gankit.probes.trainings import SURROUNDINGS, stepping

VALUES = ("c_loss", "g_loss", "distance")


def _wgan_steps(generator: Weights, critic: Weights, batches: Sequence[Any], **_: Any) -> Form:
    steps = len(batches)
    seen = Items(Array((None, None), kinds="f"), most=100, noun="batch")
    return Fields(
        {
            "generator": Items(weights_like(generator), steps, noun="step"),
            "critic": Items(weights_like(critic), steps, noun="step"),
            "values": Items(Row((ANY_NUMBER,) * len(VALUES), VALUES), steps, noun="step"),
            "latents": Items(seen, steps, numbers=1_000_000, noun="step"),
            "points": Items(seen, steps, numbers=1_000_000, noun="step"),
        }
    )


@probe(answer=_wgan_steps)
def wgan_steps(
    wgan_class: Function,
    generator: Weights,
    critic: Weights,
    batches: Sequence[NDArray[np.float32]],
    rates: Sequence[float],
    options: dict[str, Any],
    latent_scale: float,
    seed: int,
    compiled: bool = False,
) -> dict[str, Any]:
    """Call ``train_step`` of a new WGAN on each of ``batches`` with plain gradient descent.

    The generator is one hidden ReLU layer and a linear one with weights [w1, b1, w2, b2]; so is the
    critic, or it is linear with [w, b]. ``rates`` are those of the generator and of the critic, and
    ``options`` are ``n_critic`` and ``weight``. The latents are multiplied by ``latent_scale``.
    Returns the weights of both after each step, the values of ``train_step``, the latents that the
    generator got, and the points that the critic got. With ``compiled``, all steps but the first
    run as one compiled function, as they do in ``fit``.

    >>> class Idle:
    ...     def __init__(self, generator, critic, latent_dim, n_critic, weight):
    ...         self.critic = critic
    ...     def compile(self, g_optimizer, c_optimizer):
    ...         pass
    ...     def train_step(self, real):
    ...         self.critic(real)
    ...         return {"c_loss": 0.5, "g_loss": 0.25, "distance": 2.0}
    >>> g = [np.ones(shape, np.float32) for shape in [(4, 3), 3, (3, 2), 2]]
    >>> c, real = [np.ones((2, 1), np.float32), np.ones(1, np.float32)], np.ones((6, 2), np.float32)
    >>> options = {"n_critic": 2, "weight": 1.0}
    >>> report = wgan_steps(Idle, g, c, [real], [0.1, 0.1], options, 1.0, seed=0)
    >>> report["values"], report["latents"], report["points"][0][0].shape
    ([[0.5, 0.25, 2.0]], [[]], (6, 2))
    """
    import keras

    from gankit.recorder import Recorder

    keras.utils.set_random_seed(seed)
    latents, points = Recorder(latent_scale), Recorder(1.0)
    networks = two_layers(generator, [latents]), _critic(critic, [points])
    wgan = wgan_class(*networks, generator[0].shape[0], **options)
    g_rate, c_rate = rates
    wgan.compile(g_optimizer=keras.optimizers.SGD(g_rate), c_optimizer=keras.optimizers.SGD(c_rate))
    latents.seen.clear()
    points.seen.clear()
    names = ("generator", "critic", "values", "latents", "points")
    report: dict[str, Any] = {name: [] for name in names}
    step = stepping(wgan, compiled)
    for batch in batches:
        values = step(batch)
        assert isinstance(values, dict) and {*VALUES} <= values.keys(), (
            'train_step should return a dict {"c_loss": …, "g_loss": …, "distance": …}.'
        )
        report["values"].append(
            [
                checks.scalar(np.squeeze(values[name]), f'The "{name}" that train_step returns')
                for name in VALUES
            ]
        )
        for name, network in zip(("generator", "critic"), networks, strict=True):
            report[name].append([np.array(w) for w in network.get_weights()])
        report["latents"].append([*latents.seen])
        report["points"].append([*points.seen])
        latents.seen.clear()
        points.seen.clear()
    return report


def _critic(weights: Weights, first: Sequence[Any]) -> Any:
    """Return the critic of these weights behind the recorders ``first``."""
    import keras

    if len(weights) > 2:
        return two_layers(weights, first)
    last = keras.layers.Dense(1)
    network = keras.Sequential([keras.Input((weights[0].shape[0],)), *first, last])
    last.set_weights([np.array(w) for w in weights])
    return network


def _wgan_fit(options: dict[str, Any], **_: Any) -> Form:
    return Fields({"history": ANYTHING, "kept": Fields(dict.fromkeys(options, ANYTHING))})


@probe(answer=_wgan_fit)
def wgan_fit(
    wgan_class: Function,
    generator: Weights,
    critic: Weights,
    real: NDArray[np.float32],
    batch: int,
    options: dict[str, Any],
) -> dict[str, Any]:
    """Let a new WGAN with two critic updates ``fit`` the points ``real``, ``batch`` in a step.

    ``options`` are those of ``compile`` for Keras, and the networks are as in ``wgan_steps``.
    Returns the ``history``, and which of the ``options`` Keras has got, as ``kept``.

    >>> import keras
    >>> class Idle(keras.Model):
    ...     def __init__(self, generator, critic, latent_dim, n_critic):
    ...         super().__init__()
    ...     def compile(self, g_optimizer, c_optimizer, **kwargs):
    ...         super().compile(**kwargs)
    ...     def train_step(self, real):
    ...         return {"c_loss": 0.5, "g_loss": 0.25, "distance": 2.0}
    >>> g = [np.ones(shape, np.float32) for shape in [(4, 3), 3, (3, 2), 2]]
    >>> c = [np.ones((2, 1), np.float32), np.ones(1, np.float32)]
    >>> report = wgan_fit(Idle, g, c, np.ones((8, 2)), batch=4, options={"steps_per_execution": 2})
    >>> sorted(report["history"]), report["kept"]
    (['c_loss', 'distance', 'g_loss'], {'steps_per_execution': 2})
    """
    import keras

    keras.utils.set_random_seed(SURROUNDINGS)
    networks = two_layers(generator, []), _critic(critic, [])
    wgan = wgan_class(*networks, generator[0].shape[0], n_critic=2)
    optimizers = {name: keras.optimizers.SGD(0.1) for name in ("g_optimizer", "c_optimizer")}
    wgan.compile(**optimizers, **options)
    history = wgan.fit(real, batch_size=batch, verbose=0).history
    return {
        "history": {str(name): [float(v) for v in values] for name, values in history.items()},
        "kept": {name: getattr(wgan, name, None) for name in options},
    }
