"""Probes for penalties that need real and generated samples."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gankit.probes.base import Function, probe
from gankit.probes.forms import Form
from gankit.probes.losses import penalty_and_gradients


def _penalty(weights: Sequence[Any], real: Any, activation: str, compiled: bool, **_: Any) -> Form:
    asked = {"weights": weights, "real": real, "activation": activation, "compiled": compiled}
    return penalty_and_gradients.form(asked)


@probe(answer=_penalty)
def mixed_penalty(
    penalty: Function,
    weights: Sequence[NDArray[np.float32]],
    real: NDArray[np.float32],
    fake: NDArray[np.float32],
    mix: NDArray[np.float32],
    activation: str = "relu",
    compiled: bool = False,
) -> dict[str, Any]:
    """Return ``penalty(critic, real, fake, mix)`` and its gradient for the critic's weights.

    The critic and the answer are those of ``penalty_and_gradients``.

    >>> import tensorflow as tf
    >>> def penalty(critic, real, fake, mix):
    ...     return tf.reduce_mean(mix * critic(real)[:, 0])
    >>> weights = [np.ones((2, 1), np.float32), np.zeros(1, np.float32)]
    >>> ones = np.ones((4, 2), np.float32)
    >>> report = mixed_penalty(penalty, weights, ones, ones, np.full(4, 0.5, np.float32))
    >>> float(report["value"])
    1.0
    """
    import tensorflow as tf

    @functools.wraps(penalty)
    def of_real(critic: Any, points: Any) -> Any:
        return penalty(critic, points, tf.constant(fake), tf.constant(mix))

    return penalty_and_gradients.body(of_real, weights, real, activation, compiled)
