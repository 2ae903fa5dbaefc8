"""Rings of small round clouds of points: data on which a GAN easily forgets a part."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

NEAR = 4
"""A point belongs to a mode within this many sigma; a Gaussian has 0.03 % of its points outside."""
LEAST = 0.25
"""A mode is covered if at least this part of its share of all points belongs to it."""


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


def ring_measures(points: ArrayLike, centres: ArrayLike, sigma: float) -> dict[str, float]:
    """Return three numbers that say how well ``points`` of shape (n, 2) cover a ring.

    A point belongs to the mode whose centre is nearest, if it lies within 4 ``sigma`` of it.

    - ``modes``: the share of the modes to which enough points belong: at least a quarter of their
      fair share of all points. 1 is perfect.
    - ``near``: the share of points that belong to a mode. 1 is perfect.
    - ``spread``: how far these points lie from their centre, per coordinate, in units of ``sigma``:
      the root of the mean square, taken for each mode and averaged. About 1 is right.

    Args:
        points: shape (n, 2).
        centres: shape (modes, 2).
        sigma: the standard deviation of the real points around their centre.

    Returns:
        0 for everything if a point is not finite.

    Raises:
        ValueError: if the points or the centres have another shape.
    """
    cloud, places = np.asarray(points, dtype=np.float64), np.asarray(centres, dtype=np.float64)
    for name, array in (("points", cloud), ("centres", places)):
        if array.ndim != 2 or array.shape[1] != 2 or len(array) == 0:
            raise ValueError(f"{name} must have shape (n, 2), but they have shape {array.shape}")
    if not np.isfinite(cloud).all():
        return {"modes": 0.0, "near": 0.0, "spread": 0.0}
    distances = np.sqrt(((cloud[:, None] - places) ** 2).sum(axis=2))
    nearest, closest = distances.argmin(axis=1), distances.min(axis=1)
    near = closest <= NEAR * sigma
    counts = np.bincount(nearest[near], minlength=len(places))
    squares = np.bincount(nearest[near], closest[near] ** 2 / 2, minlength=len(places))
    covered = counts > 0
    widths = np.sqrt(squares[covered] / counts[covered]) / sigma
    return {
        "modes": float(np.mean(counts >= LEAST * len(cloud) / len(places))),
        "near": float(near.mean()),
        "spread": float(widths.mean()) if len(widths) else 0.0,
    }
