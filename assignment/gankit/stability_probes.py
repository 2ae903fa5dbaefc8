"""Probes for the questions on how a GAN settles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gankit.networks import Network, describe
from gankit.probes import Function, _pair, probe


@probe
def penalty_and_gradients(
    r1_penalty: Function,
    weights: Sequence[NDArray[np.float32]],
    real: NDArray[np.float32],
    activation: str = "relu",
    compiled: bool = False,
) -> dict[str, Any]:
    """Return ``r1_penalty(discriminator, real)`` and its gradient for the weights.

    The discriminator is linear with ``weights`` [w, b], or has one hidden layer with
    ``weights`` [w1, b1, w2, b2]. A gradient is None for a weight that does not matter. With
    ``compiled``, all of it runs as one compiled function, as it does in ``fit``.
    """
    import keras
    import tensorflow as tf

    sizes = [w.shape[1] for w in weights[::2]]
    dense = [keras.layers.Dense(size, activation) for size in sizes[:-1]]
    discriminator = keras.Sequential(
        [keras.Input(real.shape[1:]), keras.layers.Flatten(), *dense, keras.layers.Dense(sizes[-1])]
    )
    discriminator.set_weights([np.array(w) for w in weights])

    def run(inputs: Any) -> tuple[Any, Any]:
        with tf.GradientTape() as tape:
            value = r1_penalty(discriminator, inputs)
            assert value is not None, "r1_penalty is None. Is there a `return` in the function?"
            value = tf.convert_to_tensor(value)
        return value, tape.gradient(value, discriminator.trainable_variables)

    value, gradients = (tf.function(run) if compiled else run)(tf.constant(real))
    return {
        "value": value.numpy(),
        "gradients": [None if g is None else tf.convert_to_tensor(g).numpy() for g in gradients],
    }


@probe
def generator_of(train: Function, args: Sequence[Any], latent_dim: int) -> Network:
    """Call ``train(*args)``, which gives a pair (generator, history); return the generator."""
    generator, _ = _pair(train(*args))
    return describe(generator, (latent_dim,))
