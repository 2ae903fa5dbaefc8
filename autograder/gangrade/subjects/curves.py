"""Curves y = f(x): x³ is known; random cubics are drawn."""

from __future__ import annotations

import functools
from typing import Any, ClassVar

import numpy as np
from gankit.curves import (
    NAMED,
    X_RANGE,
    Curve,
    absolute,
    cubic,
    parabola,
    polynomial,
    random_cubic,
)
from gankit.measures import curve_measures
from numpy.typing import NDArray

from gangrade.subjects.base import Generated, Measure, Thresholds
from gangrade.subjects.scenes import Plane

UNFAMILIAR = 0.6
"""Drawn curves are at least this distance away from familiar ones: three thresholds or more."""


class Curves(Generated[Curve]):
    """A generator of points (x, f(x))."""

    fixed = "x³"
    public = "curve_measures"
    noun = "the curve"
    caption = "Points that your generator made, over the real curve."
    measures = (
        Measure(
            "distance",
            best=0,
            keeps_out=("noise", "half the range"),
            words="distance between your points and the curve, in standard deviations",
            sentence="The distance between your points and the curve is {value:.2f} standard "
            "deviations; it should be at most {high:.2f}.",
        ),
        Measure(
            "residual",
            best=0,
            keeps_out=("noise",),
            words="how far your points lie above or below the curve, in standard deviations",
            sentence="Your points lie {value:.2f} standard deviations above or below the curve, on "
            "average; it should be at most {high:.2f}.",
        ),
        Measure(
            "spread",
            best=1,
            keeps_out=("half the range",),
            words="share of the range of X1 that your points cover",
            sentence="Your points cover {value:.2f} of the range of X1; they should cover at least "
            "{low:.2f}.",
        ),
        Measure(
            "bend",
            best=1,
            keeps_out=("best line", "flat line", "permuted"),
            mirrored=True,
            words="share of the curve's bend (1 is right, a straight line has 0)",
            sentence="Your points have {value:.2f} of the curve's bend (1 is right, a straight "
            "line has 0); it should be between {low:.2f} and {high:.2f}.",
        ),
    )
    leader = "distance"
    # Set by hand around balance, 2 ln 2 and ln 2.
    losses: ClassVar[Thresholds] = {"d_loss": (1.2, 1.5), "g_loss": (0.55, 0.9)}

    def fixed_target(self) -> Curve:
        """Return x³."""
        return cubic

    def draw(self, random: np.random.Generator) -> Curve:
        """Draw a random cubic, far from the curves that students know."""
        while True:
            curve = random_cubic(random)
            if is_unfamiliar(curve):
                return curve

    def arguments(self, target: Curve) -> list[Any]:
        """Return the curve."""
        return [target]

    def shape(self, target: Curve) -> tuple[int, ...]:  # noqa: ARG002
        """Return the shape of a point."""
        return (2,)

    def values(self, samples: NDArray[np.float32], target: Curve) -> dict[str, float]:
        """Return gankit's four measures of points of shape (n, 2)."""
        return curve_measures(samples, target)

    def wrong(self, target: Curve) -> dict[str, NDArray[Any]]:
        """Return lines, noise, permuted points and half of the range."""
        random = np.random.default_rng(2014)
        n = self.samples
        x = random.uniform(*X_RANGE, n)
        y, real = target(x), target.points(2000)
        line = np.polynomial.Polynomial.fit(real[:, 0], real[:, 1], deg=1)
        return {
            "best line": np.column_stack([x, line(x)]),
            "flat line": np.column_stack([x, np.full(n, y.mean())]),
            "permuted": np.column_stack([x, random.permutation(y)]),
            "noise": np.column_stack([x, y + random.normal(0, 1.5 * real[:, 1].std(), n)]),
            "half the range": np.column_stack([np.abs(x), target(np.abs(x))]),
        }

    def direction(self, target: Curve, random: np.random.Generator) -> list[float]:
        """Draw (a, b) such that a·x + b·y mixes both coordinates of the curve about equally.

        Near an axis one direction shows almost a whole coordinate, and little is hidden.
        """
        angle = np.deg2rad(random.uniform(25, 65) + random.choice([0, 90]))
        scale = target.points().std(axis=0)
        return [float(v) for v in np.array([np.cos(angle), np.sin(angle)]) / scale]

    def scene(self, target: Curve) -> Plane:
        """Return the curve, and a quarter more room on all sides."""
        line = target.points(200)
        low, high = line.min(axis=0), line.max(axis=0)
        margin = 0.25 * np.maximum(high - low, 0.01)
        return Plane(low - margin, high + margin, line=line, names=("X1", "X2"), dot=9)

    def described(self, target: Curve) -> Any:
        """Return the coefficients, or the name of one of gankit's curves."""
        names = [name for name, curve in NAMED.items() if curve is target]
        return names[0] if names else list(target.coefficients or ())

    def described_target(self, description: Any) -> Curve:
        """Return the curve."""
        return NAMED[description] if isinstance(description, str) else polynomial(description)

    def secrets(self, target: Curve) -> list[float]:
        """Return the coefficients."""
        return [float(coefficient) for coefficient in target.coefficients or ()]


@functools.cache
def _known() -> list[NDArray[np.float64]]:
    curves = (polynomial([0, 1]), parabola, cubic, absolute)
    return [curve.points(4000) for curve in curves]  # as many as `curve_measures` compares with


def is_unfamiliar(curve: Curve) -> bool:
    """Say whether a generator that learned x, x², x³ or |x| would be far from ``curve``."""
    return all(curve_measures(points, curve)["distance"] >= UNFAMILIAR for points in _known())
