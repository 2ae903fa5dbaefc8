"""Probes for losses and their gradients."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gankit.probes.base import Function, name_of, probe, usual_layers
from gankit.probes.forms import Array, Fields, Form, Maybe, Row


def _gradients(inputs: Sequence[NDArray[Any]]) -> Form:
    """Return the form of gradients: none, or one of the same shape, for each of the inputs."""
    return Row(
        tuple(Maybe(Array(np.shape(array), kinds="f")) for array in inputs),
        tuple(f"gradient {number}" for number in range(1, len(inputs) + 1)),
    )


def _loss_and_gradients(logits: Sequence[NDArray[Any]], **_: Any) -> Form:
    return Row((Array(()), _gradients(logits)), ("the loss", "its gradients"))


@probe(answer=_loss_and_gradients)
def loss_and_gradients(
    loss: Function, logits: Sequence[NDArray[np.float32]]
) -> tuple[NDArray[Any], list[NDArray[Any] | None]]:
    """Return ``loss(*logits)`` and its gradient with respect to each of the logits.

    >>> def loss(logits):
    ...     return logits[0] ** 2
    >>> value, [gradient] = loss_and_gradients(loss, [np.array([3, 1], np.float32)])
    >>> float(value), gradient.tolist()
    (9.0, [6.0, 0.0])
    """
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


@probe(answer=_loss_and_gradients)
def loss_with_options(
    loss: Function, logits: Sequence[NDArray[np.float32]], options: dict[str, float]
) -> tuple[NDArray[Any], list[NDArray[Any] | None]]:
    """Return ``loss(*logits, **options)`` and its gradient with respect to each of the logits.

    >>> def loss(logits, weight):
    ...     return weight * logits[0]
    >>> value, [gradient] = loss_with_options(loss, [np.array([3], np.float32)], {"weight": 2})
    >>> float(value), gradient.tolist()
    (6.0, [2.0])
    """
    return loss_and_gradients(functools.partial(loss, **options), logits)


@probe(answer=lambda weights, **_: Fields({"value": Array(()), "gradients": _gradients(weights)}))
def penalty_and_gradients(
    penalty: Function,
    weights: Sequence[NDArray[np.float32]],
    real: NDArray[np.float32],
    activation: str = "relu",
    compiled: bool = False,
) -> dict[str, Any]:
    """Return ``penalty(discriminator, real)`` and its gradient for the weights.

    The discriminator is linear with ``weights`` [w, b], or has one hidden layer with
    ``weights`` [w1, b1, w2, b2]. A gradient is None for a weight that does not matter. With
    ``compiled``, all of it runs as one compiled function, as it does in ``fit``.

    >>> import tensorflow as tf
    >>> def penalty(discriminator, real):
    ...     return tf.reduce_mean(discriminator(real))
    >>> weights = [np.ones((2, 1), np.float32), np.zeros(1, np.float32)]
    >>> report = penalty_and_gradients(penalty, weights, np.ones((4, 2), np.float32))
    >>> float(report["value"]), report["gradients"][0].ravel().tolist()
    (2.0, [1.0, 1.0])
    """
    import keras
    import tensorflow as tf

    sizes = [w.shape[1] for w in weights[::2]]
    with usual_layers():
        dense = [keras.layers.Dense(size, activation) for size in sizes[:-1]]
        last = keras.layers.Dense(sizes[-1])
        discriminator = keras.Sequential(
            [keras.Input(real.shape[1:]), keras.layers.Flatten(), *dense, last]
        )
    discriminator.set_weights([np.array(w) for w in weights])

    def run(inputs: Any) -> tuple[Any, Any]:
        with tf.GradientTape() as tape:
            value = penalty(discriminator, inputs)
            assert value is not None, (
                f"{name_of(penalty)} is None. Is there a `return` in the function?"
            )
            value = tf.convert_to_tensor(value)
        return value, tape.gradient(value, discriminator.trainable_variables)

    value, gradients = (tf.function(run) if compiled else run)(tf.constant(real))
    return {
        "value": value.numpy(),
        "gradients": [None if g is None else tf.convert_to_tensor(g).numpy() for g in gradients],
    }
