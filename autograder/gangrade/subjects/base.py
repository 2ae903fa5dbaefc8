"""What verdicts, calibration and reports need to know of a kind of data."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from gangrade.subjects.scenes import Scene

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
    words: str = ""
    """What it is, before a value in a table; its name if empty."""
    mirrored: bool = False
    """Whether a value may be as far above the best as below it."""
    allowed: tuple[float, float] | None = None
    """The thresholds, where the question itself names them."""

    def excess(self, value: float, thresholds: Sequence[float]) -> float:
        """Return the share of its allowance that a value uses up; above 1 it is outside.

        >>> coverage = Measure("coverage", best=1, sentence="{value} should be {low} at least.")
        >>> coverage.excess(0.875, (0.75, 1.0)), coverage.excess(0.5, (0.75, 1.0))
        (0.5, 2.0)
        """
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

    >>> from gangrade.subjects.rings import Rings
    >>> ring, random = Rings(), np.random.default_rng(0)
    >>> target = ring.draw(random)
    >>> samples = random.normal(target.centres[0], target.sigma, (ring.samples, 2))
    >>> {name: round(value, 2) for name, value in ring.values(samples, target).items()}
    {'modes': 0.11, 'near': 1.0, 'spread': 1.0}
    >>> thresholds = {"modes": (0.8, 1), "near": (0.9, 1), "spread": (0.3, 3)}
    >>> ring.excess(ring.values(samples, target), thresholds) > 1
    True
    """

    fixed: str
    """The fixed target's name for students."""
    noun: str
    """What the target is, in messages: "the curve"."""
    caption: str
    """What the report says under the picture of the samples."""
    samples = 4000
    """Samples that are judged."""
    measures: tuple[Measure, ...]
    leader: ClassVar[str] = ""
    """The measure that a leaderboard shows, if any; less of it is better."""
    losses: ClassVar[Thresholds] = {}
    """Bands of the mean losses over the last fifth; where empty, calibration derives those that the
    method asks for."""

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
    def values(self, samples: NDArray[np.float32], target: Target) -> dict[str, float]:
        """Return the value of each measure for samples of this target."""

    @abstractmethod
    def wrong(self, target: Target) -> dict[str, NDArray[Any]]:
        """Return clouds of samples that must be rejected whatever made them, by name."""

    @abstractmethod
    def scene(self, target: Target) -> Scene:
        """Return what is drawn of a target, with the samples."""

    @abstractmethod
    def described(self, target: Target) -> Any:
        """Return what JSON can hold of a target, for ``described_target``."""

    @abstractmethod
    def described_target(self, description: Any) -> Target:
        """Return the target that was described so."""

    def pictured(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what the scene draws of samples."""
        return samples

    def secrets(self, target: Target) -> list[float]:  # noqa: ARG002
        """Return numbers by which somebody who sees them would know a drawn target."""
        return []

    def excess(self, values: Values, thresholds: Thresholds) -> float:
        """Return the share of its allowance that the worst of the measures uses up.

        0 is perfect; above 1 at least one measure is outside its thresholds.
        """
        return max(m.excess(values[m.name], thresholds[m.name]) for m in self.measures)


class Generated(Subject[Target]):
    """A subject that a generator learns: samples are what it makes of latents.

    >>> from gangrade.subjects.curves import Curves
    >>> curves = Curves()
    >>> curve = curves.fixed_target()
    >>> curves.shape(curve), sorted(curves.wrong(curve))
    ((2,), ['best line', 'flat line', 'half the range', 'noise', 'permuted'])
    """

    public: ClassVar[str] = ""
    """The function of gankit that gives the values, of samples and the target's arguments: with it,
    students can judge their trainings themselves."""

    @abstractmethod
    def shape(self, target: Target) -> tuple[int, ...]:
        """Return the shape of one sample."""

    @abstractmethod
    def direction(self, target: Target, random: np.random.Generator) -> list[float]:
        """Draw the one direction that a half-blind discriminator sees: a number for each place.

        Of images it is one pixel, so that the other ones can be hidden without mixing any.
        """

    def view(self, target: Target, random: np.random.Generator) -> NDArray[np.float32]:
        """Draw what a discriminator sees the samples through where nothing is hidden.

        Coordinates are swapped and mirrored, images are turned into negatives: the starting weights
        of a layer are as likely the other way round, so a training is neither harder nor easier.
        """
        shape = self.shape(target)
        if len(shape) > 1:
            return np.full(shape, random.choice([-1, 1]), np.float32)
        signs = random.choice([-1, 1], shape[0])
        return np.asarray(np.eye(shape[0])[random.permutation(shape[0])] * signs, np.float32)

    def narrow_view(self, target: Target, random: np.random.Generator) -> NDArray[np.float32]:
        """Draw the same for a discriminator that sees one direction only."""
        shape, direction = self.shape(target), np.asarray(self.direction(target, random))
        if len(shape) > 1:
            return direction.reshape(shape).astype(np.float32)
        return np.outer(direction, random.choice([-1, 1], shape[0])).astype(np.float32)

    def blank_view(self, target: Target) -> NDArray[np.float32]:
        """Return the same for one that sees nothing."""
        shape = self.shape(target)
        return np.zeros(shape if len(shape) > 1 else shape * 2, np.float32)


class Fitted(Subject[Target]):
    """A subject that networks in a row are fitted to: one, or an encoder and a decoder.

    The first gets data that it has not seen before; each other one gets what the one before gives.

    >>> class Line(Fitted[float]):
    ...     networks = ("model",)
    ...     measures = (Measure("error", best=0, sentence="It is off by {value}, not {high}."),)
    ...     def shapes(self, target): return [(1,), (1,)]
    ...     def inputs(self, target, random): return random.uniform(-1, 1, (self.samples, 1))
    ...     def joined(self, stages): return np.hstack(stages)
    ...     def values(self, samples, target):
    ...         return {"error": float(np.abs(samples[:, 1] - target * samples[:, 0]).max())}
    >>> Line.__abstractmethods__ >= {"draw", "fixed_target", "wrong", "scene"}
    True
    """

    networks: tuple[str, ...]
    """What each of them is called, in the order in which the student's function returns them."""

    @abstractmethod
    def shapes(self, target: Target) -> list[tuple[int, ...]]:
        """Return the shape of one input, then that of what each of the networks gives for it."""

    @abstractmethod
    def inputs(self, target: Target, random: np.random.Generator) -> NDArray[np.float32]:
        """Draw what the first network gets when it is judged, of shape (``samples``, *shape)."""

    def joined(self, stages: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
        """Return the samples that are judged, of the inputs and what each network made of them.

        By default, what the last one gives. A measure that compares it with the inputs, or looks at
        codes, needs them in the sample.
        """
        return stages[-1]
