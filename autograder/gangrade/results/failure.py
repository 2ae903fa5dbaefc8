"""Why something failed, as data: what reports count and compare, and what sentences are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Self

from gankit.probes.forms import Look


class Why(StrEnum):
    """The kinds of failures."""

    WRONG = "wrong"
    """The test found a mistake."""
    JUDGED = "judged"
    """A training did not learn enough, which depends on chance."""
    NOT_RUN = "not_run"
    """An earlier test has brought the candidate to its end."""
    OUT_OF_TIME = "out_of_time"
    """The notebook's computing time was used up before."""
    PAST_DEADLINE = "past_deadline"
    """The grader's own time was up before."""
    MISSING = "missing"
    """The function is not defined."""
    RAISED = "raised"
    """The student's code stopped with an exception."""
    OTHER = "other"
    """The function's name stands for something else at the end."""
    SKIPPED = "skipped"
    """A cell that the grader does not run would have defined it."""
    DELETED = "deleted"
    """A later cell has deleted it."""
    INSTRUMENT = "instrument"
    """What the grader puts in the place of a student's network has failed, not their code."""
    REPLACED = "replaced"
    """The student's code has replaced something that measuring relies on, for good."""
    ENDED = "ended"
    """The student's code used too much, or ended its process."""
    STOPPED = "stopped"
    """The cell took too much time and was interrupted; what it had done before counts."""
    REFUSED = "refused"
    """What the student's code gave cannot be taken over."""
    WRONG_FORM = "wrong_form"
    """What came is of another form than was asked for, or the test could not deal with it."""
    TOO_LARGE = "too_large"
    """The test met its own limits on what it got."""


NAMES = 5
"""Names that a message lists."""


@dataclass(frozen=True)
class Place:
    """A line in a cell of the notebook."""

    cell: int
    line: int


@dataclass(frozen=True)
class Gap:
    """What an answer should look like in one place, and does."""

    where: tuple[str, ...]
    """From the outside to the inside: "step 3", "array 1"."""
    expected: Look
    found: Look

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Self:
        """Return the gap that ``dataclasses.asdict`` has made ``entry`` of."""
        looks = (Look.read(entry[name]) for name in ("expected", "found"))
        return cls(tuple(entry["where"]), *looks)


@dataclass(frozen=True)
class Failure:
    """Why a test failed, a cell did, or a function is missing."""

    text: str = ""
    """What the test or the student's exception says, or what came to its end by."""
    why: Why = Why.WRONG
    function: str = ""
    """The student's function that failed or is missing, if it was one."""
    cell: int | None = None
    """The number of the cell that failed, if it was one."""
    line: int | None = None
    """Where the statement begins that failed, if the rest of the cell did not."""
    names: tuple[str, ...] = ()
    """What the statement would have defined; at most ``NAMES`` of it."""
    type: str = ""
    """Of the exception, or of what the name stands for; "memory" or "time" of a test's limits."""
    missing: str = ""
    """The name that was not defined, or the package that is not there."""
    mistake: str = ""
    """What the exception tells of, if it is one of ``gankit.mistakes``: its name there."""
    place: Place | None = None
    """Where it was raised."""
    cause: Failure | None = None
    """Why the function or the name is missing, if that is known: what happened to its cell, or to
    itself."""
    packages: tuple[str, ...] = ()
    """Those that students may import, if it was for want of another."""
    python: str = ""
    """The grader's Python, if a newer one may have what it lacks."""
    newer: bool = False
    """Whether it reads like code for a newer one."""
    sealed: bool = False
    """Whether the exception's own words are kept back: they could tell what was drawn."""
    beside_values: str = ""
    """What is said in the place of ``text`` where a table shows the values and their limits."""
    gap: Gap | None = None
    """How what came differs from what was asked for, where a form says it."""
    seen: tuple[Look, ...] = ()
    """How what the function gave looks, where the test could not deal with it."""

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Failure:
        """Return the failure that ``dataclasses.asdict`` has made ``entry`` of."""
        place, cause, gap = entry["place"], entry["cause"], entry.get("gap")
        read = {
            "why": Why(entry["why"]),
            "place": Place(**place) if place else None,
            "cause": cls.read(cause) if cause else None,
            "gap": Gap.read(gap) if gap else None,
            "packages": tuple(entry["packages"]),
            "names": tuple(entry["names"]),
            "seen": tuple(Look.read(one) for one in entry.get("seen", ())),
        }
        return cls(**{**entry, **read})

    def because(self, cause: Failure | None) -> Failure:
        """Return it with a cause, of which only the first cause of all is kept besides."""
        if cause is None:
            return self
        first = cause
        while first.cause:
            first = first.cause
        return replace(self, cause=replace(cause, cause=None if first is cause else first))
