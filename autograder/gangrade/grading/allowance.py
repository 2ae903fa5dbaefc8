"""How long each cell may take, so that the tests keep their time whatever the cells do.

All cells together have a limit. What is more than that comes out of a reserve of the same size:
a cell that has not run before gets a little of it, so that what it defines counts; and a slow cell
that runs again, in a fresh process, gets its time if there is enough, or just enough to define
functions. When the reserve is used up, cells that are new or slow are not run.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field

from gangrade.candidate.candidate import WALL_FACTOR, WALL_SECONDS
from gangrade.part.part import SHARE_OF_CELLS, Limits

SLOW = 1 / 20
"""A cell that takes more of the limit for all cells is slow. So much, and half a second at least, a
new cell gets of the reserve."""
SHORT = 1 / 100
"""So much of it, and half a second at least, a slow cell gets where the reserve is too small."""
LEAST = 0.1
"""Seconds. No cell is started for less: it would be stopped before it has defined anything."""


@dataclass
class Allowance:
    """The time of all cells of one submission, in CPU seconds."""

    limits: Limits
    seconds: dict[int, float] = field(default_factory=dict)
    """What each cell took when it ran first, by its number."""
    stopped: set[int] = field(default_factory=set)
    """The cells that were stopped, or ended at their limit."""
    _spent: float = 0.0
    _reserve: float = 0.0
    _began: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        """Fill the reserve."""
        self._reserve = self.limits.all_cells

    @property
    def rate(self) -> float:
        """CPU seconds that a second of the clock counts for at least: sleeping is not free.

        Where there is a deadline, the cells' share of the time until then counts like their limit.
        """
        clock = (self.limits.deadline - self._began) * SHARE_OF_CELLS
        return max(1 / WALL_FACTOR, self.limits.all_cells / clock if clock > 0 else 0)

    @property
    def slack(self) -> float:
        """Seconds of the clock that a cell gets on top: other work on this machine is no fault.

        Hardly any where half of the time until a deadline is over: the rest is for the tests.
        """
        if math.isinf(self.limits.deadline):
            return WALL_SECONDS
        over = time.monotonic() - self._began > (self.limits.deadline - self._began) / 2
        return 0.5 if over else 5

    @property
    def slow(self) -> float:
        """Seconds from which on a cell is slow."""
        return max(0.5, self.limits.all_cells * SLOW)

    def slowest(self) -> dict[int, float]:
        """Return what the slow cells took, by their number."""
        return {
            number: round(taken, 1)
            for number, taken in self.seconds.items()
            if taken >= self.slow or number in self.stopped
        }

    def of(self, number: int) -> float:
        """Return how many CPU seconds a cell may take now; 0 if it is not to run."""
        whole, reserve = self.limits.all_cells, max(self._reserve, 0)
        if number not in self.seconds:
            most = max(whole - self._spent, min(self.slow, reserve))
        elif (taken := self.seconds[number]) < self.slow:
            most = 2 * self.slow
        elif number not in self.stopped and 1.5 * taken < reserve / 2:
            most = 1.5 * taken
        else:
            most = min(max(0.5, whole * SHORT), reserve)
        seconds = min(self.limits.cell, most)
        return seconds if seconds >= LEAST else 0

    def count(self, number: int, taken: float, stopped: bool) -> None:
        """Take into account what a cell took; one that was stopped, all that it had."""
        if stopped:
            taken = max(taken, self.of(number))
        if number in self.seconds:
            self._reserve -= taken if self.seconds[number] >= self.slow else 0
            return
        self.seconds[number] = taken
        beyond = max(0, min(taken, self._spent + taken - self.limits.all_cells))
        self._spent += taken
        self._reserve -= beyond
        if stopped:
            self.stopped.add(number)
