"""What verdicts, calibration and reports need to know of a kind of data."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

Target = TypeVar("Target")
Thresholds = Mapping[str, Sequence[float]]
"""The lowest and the highest allowed value of each measure and loss, by name."""
Values = Mapping[str, float]


@dataclass(frozen=True)
class Measure:
    """A number that says how well something was learned."""

    name: str
    best: float
    """Its value if all is right."""
    sentence: str
    """What a student reads if it is outside of its thresholds: has {value}, {low} and {high}."""
    keeps_out: tuple[str, ...] = ()
    """The wrong clouds that it is there for. Its threshold is as wide as they allow."""
    mirrored: bool = False
    """Whether a value may be as far above the best as below it."""
    allowed: tuple[float, float] | None = None
    """The thresholds, where the question itself names them."""

    def excess(self, value: float, thresholds: Sequence[float]) -> float:
        """Return the share of its allowance that a value uses up; above 1 it is outside."""
        low, high = thresholds
        bound = high if value > self.best else low
        if value == self.best:
            return 0.0
        # Without any allowance on this side, the best value is the last one that is allowed.
        return abs(value - self.best) / abs(bound - self.best) if bound != self.best else np.inf


class Subject(ABC, Generic[Target]):
    """A kind of data: targets to learn, and how well a target was learned.

    A *target* is one thing to learn: a curve, a ring. One is fixed and known to students; others
    are drawn.
    """

    fixed: str
    """The fixed target's name for students."""
    noun: str
    """What the target is, in messages: "the curve"."""
    caption: str
    """What the report says under the picture of the samples."""
    samples = 4000
    """Samples drawn from a generator that is judged."""
    measures: tuple[Measure, ...]
    leader: ClassVar[str] = ""
    """The measure that a leaderboard shows, if any; less of it is better."""
    losses: ClassVar[Thresholds] = {}
    """Bands of the mean losses over the last fifth; where empty, calibration derives them."""

    @abstractmethod
    def fixed_target(self) -> Target:
        """Return the target that students know."""

    @abstractmethod
    def draw(self, random: np.random.Generator) -> Target:
        """Draw a target that nobody knows."""

    @abstractmethod
    def arguments(self, target: Target) -> list[Any]:
        """Return what a training function gets before ``steps`` and ``seed``."""

    @abstractmethod
    def shape(self, target: Target) -> tuple[int, ...]:
        """Return the shape of one sample."""

    @abstractmethod
    def values(self, samples: NDArray[np.float32], target: Target) -> dict[str, float]:
        """Return the value of each measure for samples of shape (n, *shape)."""

    @abstractmethod
    def wrong(self, target: Target) -> dict[str, NDArray[Any]]:
        """Return clouds of samples that must be rejected whatever made them, by name."""

    @abstractmethod
    def direction(self, target: Target, random: np.random.Generator) -> list[float]:
        """Draw the one direction that a half-blind discriminator sees: a number for each place."""

    @abstractmethod
    def draw_samples(
        self, axes: Axes, samples: NDArray[Any], target: Target, real: str, fake: str
    ) -> str:
        """Draw samples and target in these colours; return a sentence on what is not in sight."""

    @abstractmethod
    def described(self, target: Target) -> Any:
        """Return what JSON can hold of a target, for ``described_target``."""

    @abstractmethod
    def described_target(self, description: Any) -> Target:
        """Return the target that was described so."""

    def shown(self, samples: NDArray[Any]) -> NDArray[Any]:
        """Return those of the samples that a picture needs."""
        return samples

    def secrets(self, target: Target) -> list[float]:  # noqa: ARG002
        """Return numbers by which somebody who sees them would know a drawn target."""
        return []

    def excess(self, values: Values, thresholds: Thresholds) -> float:
        """Return the share of its allowance that the worst of the measures uses up.

        0 is perfect; above 1 at least one measure is outside its thresholds.
        """
        return max(m.excess(values[m.name], thresholds[m.name]) for m in self.measures)
