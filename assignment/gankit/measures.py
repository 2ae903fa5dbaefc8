"""Numbers that say how close generated points are to real ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import linregress, wasserstein_distance

from gankit.curves import X_RANGE, Curve

Target = Curve | Callable[[Any], Any] | ArrayLike
"""A curve, or points of shape (n, 2)."""


def _points(target: Target) -> NDArray[np.float64]:
    if callable(target):
        target = Curve("", target).points()
    points = np.asarray(target, dtype=np.float64)
    if points.ndim != 2 or points.shape[1] != 2 or len(points) == 0:
        raise ValueError(f"points must have shape (n, 2), but these have shape {points.shape}")
    if not np.isfinite(points).all():
        raise ValueError("some of the points are not finite numbers (NaN or infinity)")
    return points


def distance(first: Target, second: Target, directions: int = 32) -> float:
    """Return the sliced Wasserstein distance between two clouds of points in the plane.

    Both clouds are projected on ``directions`` evenly spaced lines through the origin. On each
    line, the Wasserstein distance is the mean way that a point has to go when one cloud is moved
    onto the other. The result is the mean over the lines: 0 for equal clouds, in units of x and y.

    Each argument is an array of shape (n, 2), or a curve, which stands for 2000 evenly spaced
    points on it. The order of the two does not matter.

    Source: Bonneel, Rabin, Peyré, Pfister, "Sliced and Radon Wasserstein Barycenters", 2015.
    """
    a, b = _points(first), _points(second)
    angles = np.pi * np.arange(directions) / directions
    lines = np.stack([np.cos(angles), np.sin(angles)])
    u, v = a @ lines, b @ lines
    if len(a) == len(b):  # on a line, the first point goes to the first one, and so on
        return float(np.abs(np.sort(u, axis=0) - np.sort(v, axis=0)).mean())
    return float(np.mean([wasserstein_distance(*pair) for pair in zip(u.T, v.T, strict=True)]))


def curve_measures(points: ArrayLike, curve: Callable[[Any], Any]) -> dict[str, float]:
    """Return four numbers that say how well ``points`` of shape (n, 2) follow ``curve``.

    A curve such as x³ is flat: y varies six times less than x. So x and y are first divided by
    the standard deviation that they have on the real curve; otherwise a straight line looks good.

    - ``distance``: the sliced Wasserstein distance after that division. 0 is perfect.
    - ``residual``: the mean of \\|y - f(x)\\|, in standard deviations of the real y. 0 is perfect.
    - ``spread``: the share of 20 equal bins of the x range that hold at least a fifth of the points
      that they should. 1 is perfect; points bunched in a corner give a small number.
    - ``bend``: the part of the curve's bend that the points have. 1 is right; points on a straight
      line give 0. It is the slope in a linear regression of y on f(x), the best straight line
      through the real curve being subtracted from both.

    Points that are not finite give infinite distance and residual, and no spread or bend.
    """
    cloud = np.asarray(points, dtype=np.float64)
    if not np.isfinite(cloud).all():
        return {"distance": np.inf, "residual": np.inf, "spread": 0.0, "bend": 0.0}
    real = Curve("", curve).points(4000)
    scale = real.std(axis=0)
    x, y = cloud.T
    # A point far outside the range says nothing about the curve there: it counts as an end point.
    inside = np.clip(x, *X_RANGE)
    line = linregress(*real.T)

    def without_line(y: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(y - line.slope * x - line.intercept)

    counts, _ = np.histogram(x, bins=20, range=X_RANGE)
    target = without_line(curve(inside), inside)
    bend = linregress(target, without_line(y, inside)).slope if np.ptp(target) > 0 else 0.0
    return {
        "distance": distance(cloud / scale, real / scale),
        "residual": float(np.mean(np.abs(y - curve(inside))) / scale[1]),
        "spread": float(np.mean(counts >= len(x) / 20 / 5)),
        "bend": float(bend),
    }
