"""Probes for functions that fit networks to data with one loss."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from gankit import checks
from gankit.networks import describe
from gankit.probes.base import Function, probe
from gankit.probes.forms import ANY_NUMBER, Fields, history, networks
from gankit.probes.trainings import SURROUNDINGS


@probe(
    answer=lambda input_shapes, steps, **_: Fields(
        {"networks": networks(len(input_shapes)), "dice": ANY_NUMBER, "loss": history(steps)}
    )
)
def fitted(
    train: Function,
    arguments: Sequence[Any],
    steps: int,
    seed: int,
    input_shapes: Sequence[Sequence[int]],
    surroundings: int = SURROUNDINGS,
) -> dict[str, Any]:
    """Call ``train(*arguments, steps, seed)``; return its ``networks`` and the values of its loss.

    ``train`` gives as many networks as there are ``input_shapes`` (without the batch), then a
    history with a list ``loss``, which may be what Keras' ``fit`` returned. ``surroundings`` seeds
    all that ``train`` itself does not seed. ``dice`` is a number that Python draws afterwards: one
    that depends on ``surroundings`` if nothing was seeded.

    >>> import keras
    >>> import numpy as np
    >>> def train(points, steps, seed):
    ...     network = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    ...     return network, {"loss": [0.5] * steps}
    >>> run = fitted(train, [np.ones((4, 2))], steps=3, seed=0, input_shapes=[(2,)])
    >>> run["networks"][0].parameters, run["loss"].tolist()
    (3, [0.5, 0.5, 0.5])
    """
    import keras

    keras.utils.clear_session()
    keras.utils.set_random_seed(surroundings)
    result = train(*arguments, steps, seed)
    dice = random.random()
    count = len(input_shapes)
    assert isinstance(result, tuple) and len(result) == count + 1, (
        f"The function should return {count + 1} things: "
        f"{'a network' if count == 1 else f'{count} networks'}, history."
    )
    *models, history = result
    return {
        "networks": [
            describe(model, tuple(shape)) for model, shape in zip(models, input_shapes, strict=True)
        ],
        "dice": dice,
        **checks.losses(history, ["loss"]),
    }
