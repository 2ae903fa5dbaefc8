"""Points of questions: their sums and shares, exact to the hundredth."""

from __future__ import annotations

import math
from collections.abc import Iterable


def total(points: Iterable[float]) -> float:
    """Return the sum of points, exact to the hundredth that people give and read."""
    return round(math.fsum(points), 2)


def shares(points: float, n: int) -> list[float]:
    """Split points into ``n`` almost equal ones with two decimals, whose sum is the points."""
    hundredths = round(points * 100)
    return [(hundredths * (i + 1) // n - hundredths * i // n) / 100 for i in range(n)]
