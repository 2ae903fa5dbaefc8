"""What grading one submission gives: the marks, the reasons, and what was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gangrade.part.points import total
from gangrade.results import sentences
from gangrade.results.failure import Failure, Why
from gangrade.subjects import SUBJECTS

GRADED = "graded"
"""What tables say of a submission with marks."""


@dataclass(frozen=True)
class Scale:
    """How people read a measured number: what it is, and where it should lie."""

    words: str
    """What was measured; empty if its name says it."""
    low: float | None = None
    high: float | None = None
    met: bool | None = None
    """Whether it lies within its limits, before anything was rounded; None if it has none."""
    target: str = ""
    """What it was measured on, for lists of several."""

    @property
    def limits(self) -> str:
        """The limits in words; empty if it has none."""
        return sentences.limits(self.low, self.high)


@dataclass(frozen=True)
class TestResult:
    """One test of one question, as the student reads it."""

    __test__ = False  # not a pytest class

    title: str
    """What the test looks at: the first line of its docstring."""
    failure: Failure | None
    """Why it failed; None if it passed."""
    hidden: bool
    """Whether it is, or tells of, a test that students do not have."""
    values: dict[str, Any] = field(default_factory=dict)
    """What it measured, by name: numbers, texts and lists of them."""
    scales: dict[str, Scale] = field(default_factory=dict)
    """How these are read, as far as their names and values do not say it."""
    pictured: bool = False
    """Whether the question's evidence comes from it."""
    builds_on: tuple[str, ...] = ()
    """If it failed: the failed questions that its question builds on."""

    @property
    def passed(self) -> bool:
        """Whether nothing was wrong."""
        return self.failure is None

    @property
    def message(self) -> str:
        """Why it failed; empty if it passed."""
        if self.failure is None:
            return ""
        said = [sentences.failure(self.failure)]
        said += [sentences.builds_on(self.builds_on)] if self.builds_on else []
        return " ".join(said)

    @property
    def message_beside_values(self) -> str:
        """Why it failed, where a table of values and limits stands with it."""
        if self.failure is None or not self.failure.beside_values:
            return self.message
        short = replace(self.failure, text=self.failure.beside_values, beside_values="")
        return replace(self, failure=short).message


DOUBTS = (Why.INSTRUMENT, Why.REPLACED)
"""What keeps the grader from judging an answer, and is no wrong answer."""


@dataclass(frozen=True)
class QuestionResult:
    """One automatic question: all of its points or none, or a share for each test."""

    name: str
    possible: float
    score: float
    tests: tuple[TestResult, ...]
    seconds: float = 0.0
    """CPU time of the candidate for this question."""
    by_test: bool = False
    """Whether each test that passed gave its share of the points."""
    reading: tuple[str, ...] = ()
    """Why a person should read its training: no marks follow, and no student sees it."""
    bonus: bool = False
    """Whether its points come on top of those that can be had."""

    @property
    def complete(self) -> bool:
        """Whether all of its tests ran and passed. Practice has no points that could tell."""
        return bool(self.tests) and all(test.passed for test in self.tests)

    @property
    def values(self) -> dict[str, Any]:
        """What its tests measured, by name."""
        return {name: value for test in self.tests for name, value in test.values.items()}

    @property
    def scales(self) -> dict[str, Scale]:
        """How these are read, by name."""
        return {name: scale for test in self.tests for name, scale in test.scales.items()}

    @property
    def doubtful(self) -> Why | None:
        """Why the grader could not judge it, so that a person must decide: one of ``DOUBTS``."""
        reasons = [test.failure.why for test in self.tests if test.failure]
        return next((reason for reason in reasons if reason in DOUBTS), None)


@dataclass(frozen=True)
class Evidence:
    """What the report draws for a question: samples over what was to be learned, and the losses.

    A student's losses may be millions. Of more than ``MOST`` only means are kept, over equal
    stretches of the training; what is not finite makes the mean of its stretch not finite.
    """

    method: str
    """A name in ``gangrade.subjects.METHODS``."""
    subject: str
    """A name in ``gangrade.subjects.SUBJECTS``."""
    target: Any
    """What was to be learned: a target of this subject."""
    samples: NDArray[np.float32]
    """What the subject's scene draws: points, shape (n, 2), or images, (n, height, width)."""
    losses: dict[str, list[float]]
    """The method's losses over the training, by name."""
    lengths: dict[str, int] = field(default_factory=dict)
    """How many values each of them had."""

    def __post_init__(self) -> None:
        """Thin the losses, so that there is no evidence that holds more."""
        lengths = {name: len(values) for name, values in self.losses.items()} | self.lengths
        losses = {name: _thinned(values) for name, values in self.losses.items()}
        object.__setattr__(self, "lengths", lengths)
        object.__setattr__(self, "losses", losses)

    def __reduce__(self) -> tuple[Any, ...]:
        """Cross to another process with the target described: a curve holds functions."""
        fields = {**vars(self), "target": SUBJECTS[self.subject].described(self.target)}
        return _evidence, (fields,)

    def history(self, name: str) -> NDArray[np.float64]:
        """Return steps, counted from 1, and values of a loss, shape (2, n); none if it has none."""
        values = self.losses.get(name, [])
        edges = _edges(self.lengths.get(name, 0), len(values))
        return np.stack([(edges[:-1] + edges[1:] + 1) / 2, np.asarray(values, dtype=np.float64)])


def _evidence(fields: dict[str, Any]) -> Evidence:
    target = SUBJECTS[fields["subject"]].described_target(fields["target"])
    return Evidence(**{**fields, "target": target})


MOST = 1000
"""So many values of each loss are kept at most."""


def _thinned(values: list[float]) -> list[float]:
    if len(values) <= MOST:
        return values
    edges = _edges(len(values), MOST)
    with np.errstate(over="ignore", invalid="ignore"):  # infinities
        sums = np.add.reduceat(np.asarray(values, dtype=np.float64), edges[:-1])
    means: list[float] = (sums / np.diff(edges)).tolist()
    return means


def _edges(length: int, stretches: int) -> NDArray[np.int64]:
    """Return where equal stretches of so many values begin, and where the last one ends."""
    return np.linspace(0, length, stretches + 1).astype(np.int64)


class Gradable:
    """What has marks, or a reason why not."""

    refused: str | None

    @property
    def graded(self) -> bool:
        """Whether there are marks."""
        return self.refused is None

    @property
    def status(self) -> str:
        """What tables say: that it was graded, or why not."""
        return GRADED if self.refused is None else self.refused


@dataclass(frozen=True)
class Result(Gradable):
    """One submission."""

    name: str
    part: str
    refused: str | None = None
    """One sentence that says why it could not be graded; None if it was."""
    questions: tuple[QuestionResult, ...] = ()
    manual: tuple[str, ...] = ()
    """Names of the questions that a person marks."""
    warnings: tuple[str, ...] = ()
    """Sentences about how it was graded."""
    failed_cells: tuple[Failure, ...] = ()
    slow_cells: tuple[tuple[int, float], ...] = ()
    """Numbers of the cells that took a good part of the time for all cells, and their seconds."""
    evidence: dict[str, Evidence] = field(default_factory=dict)
    """By question name."""
    blocked: tuple[str, ...] = ()
    """Functions that were not called again, because they brought a candidate to its end."""
    cut_short: bool = False
    """Whether functions were not called again or the computing time for all was used up: then a
    question's result depends on those before it."""
    seconds: dict[str, float] = field(default_factory=dict)
    """Wall time by phase: start, cells, tests."""
    peak_memory: float = 0.0
    """Memory of all processes of this grading together at their highest, in MB."""
    fault: str = ""
    """What failed in the grader itself, where that decided about marks; a host is told."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about the notebook as a whole."""
        slow = [sentences.slow_cells(self.slow_cells)] if self.slow_cells else []
        return (*self.warnings, *map(sentences.failure, self.failed_cells), *slow)

    @property
    def doubtful(self) -> dict[str, Why]:
        """The questions that the grader could not judge, and why."""
        return {question.name: why for question in self.questions if (why := question.doubtful)}

    @property
    def score(self) -> float:
        """The points earned."""
        return total(question.score for question in self.questions)

    @property
    def possible(self) -> float:
        """The points that could be earned automatically, without a bonus."""
        return total(question.possible for question in self.questions if not question.bonus)


@dataclass(frozen=True)
class Row(Gradable):
    """What the tables of many submissions need of one."""

    name: str
    refused: str | None
    """As in ``Result``."""
    marks: Mapping[str, float]
    """Points by question: of the automatic ones, or of all in ``final`` marks."""
    possible: Mapping[str, float]
    manual: tuple[str, ...] = ()
    """The questions that a person marks; none in final marks, which hold them."""
    final: bool = False
    """Whether people's marks, corrections and lateness are in it."""
    doubtful: Mapping[str, Why] = field(default_factory=dict)
    """The questions that the grader could not judge, and why."""
    bonus: tuple[str, ...] = ()
    """The questions whose points come on top."""

    @classmethod
    def of(cls, result: Result) -> Row:
        """Return the row of a result."""
        marks = {question.name: question.score for question in result.questions}
        possible = {question.name: question.possible for question in result.questions}
        return cls(
            result.name,
            result.refused,
            marks,
            possible=possible,
            manual=result.manual,
            doubtful=result.doubtful,
            bonus=tuple(question.name for question in result.questions if question.bonus),
        )

    @property
    def score(self) -> float:
        """The points earned."""
        return total(self.marks.values())

    @property
    def total_possible(self) -> float:
        """The points that could be earned with these questions, without a bonus."""
        return total(worth for name, worth in self.possible.items() if name not in self.bonus)
