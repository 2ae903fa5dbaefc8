"""Probes for Wasserstein GANs, whose critic is updated several times in a step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gankit import checks
from gankit.probes.base import Function, probe
from gankit.probes.forms import ANY_NUMBER, Array, Fields, Form, Items, Row, weights_like
from gankit.probes.replaced import Weights, two_layers

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
    """
    import keras
    import tensorflow as tf

    from gankit.recorder import Recorder

    keras.utils.set_random_seed(seed)
    latents, points = Recorder(latent_scale), Recorder(1.0)
    g = two_layers(generator, [latents])
    if len(critic) == 2:
        last = keras.layers.Dense(1)
        c = keras.Sequential([keras.Input((critic[0].shape[0],)), points, last])
        last.set_weights([np.array(w) for w in critic])
    else:
        c = two_layers(critic, [points])
    model = wgan_class(g, c, generator[0].shape[0], **options)
    optimizers = [keras.optimizers.SGD(rate) for rate in rates]
    model.compile(g_optimizer=optimizers[0], c_optimizer=optimizers[1])
    latents.seen.clear()
    points.seen.clear()
    report: dict[str, Any] = {name: [] for name in ("generator", "critic", "values", "latents")}
    report["points"] = []
    step = model.train_step
    for number, batch in enumerate(batches):
        values = step(tf.convert_to_tensor(batch))
        if compiled and number == 0:
            step = tf.function(model.train_step)
        assert isinstance(values, dict) and {*VALUES} <= values.keys(), (
            'train_step should return a dict {"c_loss": …, "g_loss": …, "distance": …}.'
        )
        report["values"].append(
            [
                checks.scalar(np.squeeze(values[name]), f'The "{name}" that train_step returns')
                for name in VALUES
            ]
        )
        report["generator"].append([np.array(w) for w in g.get_weights()])
        report["critic"].append([np.array(w) for w in c.get_weights()])
        report["latents"].append([*latents.seen])
        report["points"].append([*points.seen])
        latents.seen.clear()
        points.seen.clear()
    return report
