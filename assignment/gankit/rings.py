"""Rings of small round clouds of points: data on which a GAN easily forgets a part."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def ring(modes: int = 8, radius: float = 1.0, rotation: float = 0.0) -> NDArray[np.float32]:
    """Return ``modes`` centres, evenly spaced on a circle around the origin.

    Args:
        modes: how many, at least 1.
        radius: the circle's radius.
        rotation: the angle of the first centre in radians, counted from the positive x axis.

    Returns:
        float32 of shape (modes, 2), counterclockwise.

    Raises:
        ValueError: if ``modes`` is less than 1.
    """
    if modes < 1:
        raise ValueError(f"a ring needs at least 1 mode, not {modes}")
    angles = rotation + 2 * np.pi * np.arange(modes) / modes
    return (radius * np.column_stack([np.cos(angles), np.sin(angles)])).astype(np.float32)


def sample_ring(
    n: int, centres: ArrayLike, sigma: float, rng: np.random.Generator
) -> NDArray[np.float32]:
    """Draw ``n`` points: for each a centre, all equally likely, plus normal noise.

    Args:
        n: how many points.
        centres: shape (modes, 2).
        sigma: the standard deviation of the noise in x and in y.
        rng: where the random numbers come from.

    Returns:
        float32 of shape (n, 2).

    Raises:
        ValueError: if ``centres`` has another shape or ``sigma`` is negative.
    """
    places = np.asarray(centres, dtype=np.float64)
    if places.ndim != 2 or places.shape[1] != 2 or len(places) == 0:
        raise ValueError(f"centres must have shape (modes, 2), but these have shape {places.shape}")
    if not sigma >= 0:
        raise ValueError(f"sigma must not be negative, but it is {sigma}")
    numbers = rng.integers(len(places), size=n)
    return (places[numbers] + rng.normal(0, sigma, size=(n, 2))).astype(np.float32)
