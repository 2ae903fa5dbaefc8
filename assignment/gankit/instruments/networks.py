"""Networks that stand for a student's, and what they were asked for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np


def sizes_of(args: Sequence[Any], kwargs: dict[str, Any], *names: str) -> list[Any]:
    """Return what a notebook's ``make_…`` function was asked for: None where its default applies.

    The first name stands for its first argument; the second for the other one, whatever its name.
    """
    given = dict(zip(names, args, strict=False))
    for name, value in kwargs.items():
        given[name if name in names else names[-1]] = value
    return [given.get(name) for name in names]


def shape_of(size: Any, default: Sequence[int]) -> tuple[int, ...]:
    """Return the shape of a sample: ``size`` is a number, a shape, or None for the default."""
    if size is None:
        return tuple(default)
    return tuple(int(n) for n in size) if isinstance(size, (list, tuple)) else (int(size),)


def half_blind_discriminator(direction: Sequence[float], shape: tuple[int, ...]) -> Any:
    """Return a discriminator that sees nothing of a sample but one weighted sum of its numbers."""
    import keras

    from gankit.instruments._layers import Fixed

    flat = [keras.layers.Flatten()] if len(shape) > 1 else []
    view = Fixed(np.asarray(direction, dtype=np.float32).reshape(-1, 1))
    hidden = keras.layers.Dense(25, "relu", kernel_initializer="he_uniform")
    return keras.Sequential([keras.Input(shape), *flat, view, hidden, keras.layers.Dense(1)])


def constant_discriminator(logit: float, shape: tuple[int, ...]) -> Any:
    """Return a discriminator that gives every sample the same logit, whatever it is taught."""
    import keras

    from gankit.instruments._layers import Fixed

    flat = [keras.layers.Flatten()] if len(shape) > 1 else []
    hidden = keras.layers.Dense(25, "relu", kernel_initializer="he_uniform")
    output = Fixed(np.zeros((25, 1), np.float32), logit)
    return keras.Sequential([keras.Input(shape), *flat, hidden, output])


def recording_generator(recorder: Any, latent_dim: int, shape: tuple[int, ...]) -> tuple[Any, Any]:
    """Return a generator of samples of this shape that records its latents; its first kernel."""
    import keras

    hidden = keras.layers.Dense(15, "relu", kernel_initializer="he_uniform")
    output = keras.layers.Dense(math.prod(shape))
    flat = [keras.layers.Reshape(shape)] if len(shape) > 1 else []
    model = keras.Sequential([keras.Input((latent_dim,)), recorder, hidden, output, *flat])
    return model, hidden.get_weights()[0]


def first_dense(model: Any) -> Any:
    """Return the first Dense layer of a model, or of a model in it; None if there is none."""
    import keras

    for layer in getattr(model, "layers", []):
        found = layer if isinstance(layer, keras.layers.Dense) else first_dense(layer)
        if found is not None:
            return found
    return None
