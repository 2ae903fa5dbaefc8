"""Final marks: what they consist of, and the files that are written of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from gangrade.part.points import total
from gangrade.part.rubric import Level
from gangrade.results.result import QuestionResult, Result

if TYPE_CHECKING:
    from gangrade.finals.roster import Student
    from gangrade.marking.marks import Mark, Override


class Missing(StrEnum):
    """Why a student of the roster has no submission, as tables say it."""

    NOTHING = "nothing handed in"
    UNCLEAR = "open: a submission may be theirs"


@dataclass(frozen=True)
class Graded:
    """A question of a submission with the mark that counts."""

    name: str
    possible: float
    points: float | None
    """None if it is open."""
    automatic: QuestionResult | None = None
    """What the machine found, where it marks the question."""
    manual: bool = False
    """Whether a person marks it."""
    bonus: bool = False
    """Whether its points come on top of those that can be had."""
    rubric: tuple[Level, ...] = ()
    marks: tuple[Mark, ...] = ()
    """What people gave."""
    override: Override | None = None

    @property
    def outdated(self) -> bool:
        """Whether it was graded when the question had other points."""
        return self.automatic is not None and self.automatic.possible != self.possible

    @property
    def level(self) -> Level | None:
        """The best level that the points reach."""
        if self.points is None:
            return None
        return next((level for level in self.rubric if level.points <= self.points), None)

    @property
    def comments(self) -> tuple[str, ...]:
        """What people wrote to the student: nothing while it is open, or of another mark."""
        if self.points is None:
            return ()
        agreement = len({mark.points for mark in self.marks}) == 1
        comments = [mark.comment for mark in self.marks if agreement or mark.points == self.points]
        return tuple(dict.fromkeys(filter(None, comments)))


@dataclass(frozen=True)
class Final:
    """What a student gets for a part."""

    result: Result
    """Of the submission that counts."""
    questions: tuple[Graded, ...]
    student: Student | None = None
    attempts: tuple[str, ...] = ()
    """All submissions of the student."""
    handed_in: dt.datetime | None = None
    late: dt.timedelta = dt.timedelta(0)
    penalty: float = 0.0
    """Nothing, while a mark is open."""
    lateness: str = ""
    """A sentence about it."""
    undecided: tuple[str, ...] = ()
    """What else must be known before there is a total, in a few words each."""

    @property
    def open(self) -> tuple[str, ...]:
        """The questions without a mark."""
        return tuple(question.name for question in self.questions if question.points is None)

    @property
    def complete(self) -> bool:
        """Whether there is a total that counts."""
        return not self.open and not self.undecided

    @property
    def status(self) -> str:
        """Whether it is complete, or what is open."""
        if self.refused:
            return "; ".join([f"not graded: {self.refused}", *self.undecided])
        waiting = "; ".join(filter(None, [" ".join(self.open), *self.undecided]))
        return f"open: {waiting}" if waiting else "complete"

    @property
    def refused(self) -> str:
        """Why it could not be graded, if that leaves a mark open; empty otherwise."""
        waits = any(
            q.points is None and q.automatic is None and not q.manual for q in self.questions
        )
        return self.result.refused or "" if waits and not self.undecided else ""

    @property
    def earned(self) -> float:
        """The points so far, before anything is taken away."""
        return total(question.points or 0 for question in self.questions)

    @property
    def total(self) -> float:
        """The points."""
        return round(self.earned - self.penalty, 2)

    @property
    def possible(self) -> float:
        """The points that could be earned, without a bonus."""
        return total(question.possible for question in self.questions if not question.bonus)


@dataclass(frozen=True)
class Decided:
    """What counts of the submissions of a class."""

    finals: list[Final]
    """One for each student, or for each submission of which nobody knows whose it is."""
    missing: dict[Student, Missing]
    """Why a student of the roster has no submission."""
    problems: list[str]
    """What somebody must decide, in sentences."""
    notes: list[str]
    """What somebody should know, in sentences."""


@dataclass(frozen=True)
class Merged(Decided):
    """The final marks of a class, and what stands in their way."""

    corrections: dict[str, Correction]


@dataclass(frozen=True)
class Correction:
    """What a correction was made of, by which a later merge sees what has changed under it."""

    line: tuple[float, str, str]
    """Points, reason and name."""
    score: float | None
    """What the machine gave then."""
    state: str
    """Of what was corrected."""
