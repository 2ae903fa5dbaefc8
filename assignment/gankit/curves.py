"""Curves y = f(x) for a GAN to learn, with x in [-0.5, 0.5]."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.polynomial import Polynomial
from numpy.typing import NDArray

X_RANGE = (-0.5, 0.5)
"""Every curve is learned on this range of x."""


@dataclass(frozen=True)
class Curve:
    """A function of one variable with a name: ``cubic(x)`` gives x³ for each number in ``x``.

    Arguments of any shape and any float type work, and the result has the same shape and type.
    """

    name: str
    formula: Callable[[Any], Any]
    coefficients: tuple[float, ...] | None = None

    def __call__(self, x: Any) -> Any:
        """Return y for each x, in the shape and float type of ``x``."""
        return self.formula(x)

    def points(self, n: int = 2000) -> NDArray[np.float64]:
        """Return ``n`` points on the curve, evenly spaced in x: an array of shape (n, 2)."""
        x = np.linspace(*X_RANGE, n)
        return np.column_stack([x, self(x)])


def polynomial(coefficients: Sequence[float], name: str | None = None) -> Curve:
    """Return the curve c0 + c1·x + c2·x² + …; ``coefficients`` starts with the constant c0."""
    c = tuple(float(value) for value in coefficients)

    def horner(x: Any) -> Any:
        y = 0 * x + c[-1]
        for value in reversed(c[:-1]):
            y = y * x + value
        return y

    return Curve(name or str(Polynomial(c)), horner, c)


parabola = Curve("x²", lambda x: x * x)
cubic = Curve("x³", lambda x: x * x * x)
absolute = Curve("|x|", abs)
sine = Curve("sin(2πx) / 2", lambda x: np.sin(2 * np.pi * x) / 2)

NAMED = {"parabola": parabola, "cubic": cubic, "absolute": absolute, "sine": sine}
"""The curves that have a name of their own."""


def random_cubic(rng: np.random.Generator) -> Curve:
    """Draw a cubic through four random heights that stays within [-0.5, 0.5] and is clearly bent.

    Clearly bent means: the standard deviation of y is at least 0.15, and the best straight line
    explains at most 60 % of the variance of y. Curves that are not are drawn again.
    """
    x = np.linspace(*X_RANGE, 201)
    knots = np.linspace(*X_RANGE, 4)
    while True:
        curve = polynomial([*np.polyfit(knots, rng.uniform(-0.5, 0.5, 4), 3)[::-1]])
        y = curve(x)
        if np.abs(y).max() <= 0.5 and y.std() >= 0.15 and np.corrcoef(x, y)[0, 1] ** 2 <= 0.6:
            return curve
