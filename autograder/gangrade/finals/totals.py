"""A course's total: the final marks of several parts, weighted and added for each student."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from gangrade import writing
from gangrade.errors import InputError
from gangrade.finals import course_systems, terms
from gangrade.finals.files import MEMORY, TABLE
from gangrade.finals.final import Missing
from gangrade.finals.matching import Matching, tokens
from gangrade.finals.roster import Roster, Student
from gangrade.part.points import total
from gangrade.results.result import Row
from gangrade.writing import points

TOTALS = "total.csv"
_TITLE = "course total"
"""Of the column in a course system."""
_COLUMNS = ("student", "id", "email", "submission", "status", "total", "possible")
_KEYS = ("weights", "drop_lowest", "points", "missing", "bonus", "excused")
_PERCENT = 100.0


@dataclass(frozen=True)
class Scheme:
    """How a total is made of the marks of parts."""

    weights: Mapping[str, float] = field(default_factory=dict)
    """By part; the points of each part if empty."""
    drop_lowest: int = 0
    """How many parts do not count for a student: those with the lowest share of their points."""
    points: float | None = None
    """What the total is out of; None: 100 with weights or where parts are dropped, and the sum of
    all points otherwise."""
    missing: float | None = None
    """0 if who handed in nothing for a part gets 0 points for it; None if that stays open."""
    bonus: tuple[str, ...] = ()
    """Parts whose points come on top."""
    excused: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By part: students for whom it does not count, by anything that the roster has."""

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the table [total] of course.toml; without one, points are added.

        Raises:
            InputError: with a sentence for the instructor.
        """
        table = terms.tables(path).get(terms.TOTAL, {})
        try:
            return cls._read(table)
        except InputError as error:
            raise InputError(f"{path}, [{terms.TOTAL}]: {error}.") from None

    @classmethod
    def _read(cls, table: Mapping[str, Any]) -> Self:
        if unknown := [name for name in table if name not in _KEYS]:
            raise InputError(f"there is no {', '.join(unknown)}; there are {', '.join(_KEYS)}")
        weights, drop = table.get("weights", {}), table.get("drop_lowest", 0)
        worth, missing = table.get("points"), table.get("missing")
        bonus = table.get("bonus", [])
        if not isinstance(weights, dict) or not all(map(_is_positive, weights.values())):
            raise InputError(
                "weights should be a number above 0 for each part, such as "
                "{ function_gan = 40, image_gan = 60 }"
            )
        if isinstance(drop, bool) or not isinstance(drop, int) or drop < 0:
            raise InputError(f"drop_lowest should be how many parts are dropped, not {drop}")
        if worth is not None and not _is_positive(worth):
            raise InputError(f"points should be a number above 0, not {worth}")
        if missing is not None and (isinstance(missing, bool) or missing != 0):
            raise InputError(
                f"missing should be 0, or not be there, which leaves the total open; not {missing}"
            )
        if not isinstance(bonus, list) or not all(isinstance(name, str) for name in bonus):
            raise InputError('bonus should be a list of parts, such as ["autoencoder"]')
        excused = table.get("excused", {})
        if not isinstance(excused, dict) or not all(
            isinstance(names, list) and all(isinstance(name, str) for name in names)
            for names in excused.values()
        ):
            raise InputError(
                "excused should be a list of students for each part, such as { function_gan = "
                '["ada@uni.example"] }'
            )
        tops = tuple(dict.fromkeys(bonus))
        return cls(weights, drop, worth, missing=missing, bonus=tops, excused=excused)

    def check(self, parts: Sequence[str]) -> None:
        """Check that it can be used for these parts.

        Raises:
            InputError: with a sentence for the instructor.
        """
        for name, there in (
            ("weights", [*self.weights]),
            ("bonus", [*self.bonus]),
            ("excused", [*self.excused]),
        ):
            if unknown := [part for part in there if part not in parts]:
                raise InputError(
                    f"[{terms.TOTAL}], {name}: there are no final marks of {', '.join(unknown)}. "
                    f"Name the folder that `gangrade merge` wrote; there are {', '.join(parts)}."
                )
        if self.weights and (without := [part for part in parts if part not in self.weights]):
            raise InputError(f"[{terms.TOTAL}], weights: {', '.join(without)} has no weight.")
        counted = [part for part in parts if part not in self.bonus]
        if len(counted) <= self.drop_lowest:
            raise InputError(
                f"Of {len(counted)} parts that count, drop_lowest = {self.drop_lowest} leaves none."
            )


def _is_positive(value: Any) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and 0 < value < math.inf


@dataclass(frozen=True)
class Entry:
    """A line of a part's final marks."""

    where: str
    student: str
    id: str
    email: str
    submission: str
    status: str
    points: float | None
    """None while it is open."""

    def fits(self, student: Student) -> bool:
        """Whether more of name, number and e-mail address agree than differ.

        One alone may be somebody else's: numbers of participants are new in each assignment.
        """
        name, number, email = student.cells
        pairs = (
            (frozenset(tokens(self.student)), frozenset(tokens(name))),
            (self.id.casefold(), number.casefold()),
            (self.email.casefold(), email.casefold()),
        )
        known = [one == other for one, other in pairs if one and other]
        return sum(known) > len(known) - sum(known)


@dataclass(frozen=True)
class Marks:
    """The final marks of a part."""

    part: str
    possible: float
    entries: tuple[Entry, ...]


def read_marks(folder: Path) -> Marks:
    """Return the final marks in a folder that `gangrade merge` wrote with a roster.

    Raises:
        InputError: with a sentence for the instructor.
    """
    try:
        part = json.loads(writing.content(folder / MEMORY))["part"]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        part = None
    if not isinstance(part, str):
        raise InputError(
            f"{folder} holds no final marks of a part. Name a folder that `gangrade merge` wrote."
        )
    path = folder / TABLE
    rows, problems = writing.rows(path, _COLUMNS)
    if not problems and not rows:
        problems = [f"{path} has no lines."]
    entries, worth = [], set()
    for where, cells in rows:
        given, possible = (_number(cells[name]) for name in ("total", "possible"))
        if possible is None or (cells["total"].strip() and given is None):
            problems.append(f"{where}: total and possible should be numbers.")
            continue
        worth.add(possible)
        texts = {name: cells[name].strip() for name in _COLUMNS[:5]}
        entries.append(Entry(where, **texts, points=given))
    if len(worth) > 1:
        problems.append(f"{path}: possible should be the same in all lines.")
    if problems:
        again = "Run `gangrade merge` again, with --roster."
        raise InputError("\n".join([*problems, again]))
    return Marks(part, worth.pop(), tuple(entries))


def _number(cell: str) -> float | None:
    text = cell.strip()
    return float(text) if re.fullmatch(r"-?\d{1,9}(\.\d+)?", text) else None


@dataclass(frozen=True)
class Total:
    """A student's total, and what it is made of."""

    student: Student
    marks: Mapping[str, float]
    """Points by part, as far as they are known."""
    zeros: tuple[str, ...] = ()
    """Parts for which nothing was handed in, which count 0."""
    dropped: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    """Parts that do not count for this student."""
    shares: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """What each part that counts brings to the total, and could bring; nothing while it is open."""
    open: tuple[str, ...] = ()
    """What is missing, by part."""

    @property
    def points(self) -> float:
        """The total."""
        return total(got for got, _ in self.shares.values())


@dataclass(frozen=True)
class Totals:
    """The totals of a class."""

    possible: float
    parts: tuple[Marks, ...]
    students: tuple[Total, ...]
    """All of the roster."""
    scheme: Scheme
    problems: tuple[str, ...]
    """What somebody must decide, in sentences."""


def add(parts: Sequence[Marks], roster: Roster, scheme: Scheme) -> Totals:
    """Add the marks of parts for each student of the roster.

    Raises:
        InputError: if the scheme does not fit the parts.
    """
    names = [marks.part for marks in parts]
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise InputError(f"There are two folders with final marks of {', '.join(twice)}.")
    scheme.check(names)
    if worthless := [m.part for m in parts if m.possible <= 0]:
        raise InputError(f"{', '.join(worthless)} has no points: leave it out.")
    counted = [marks for marks in parts if marks.part not in scheme.bonus]
    worth = scheme.points
    if worth is None:
        shared = bool(scheme.weights) or scheme.drop_lowest > 0
        worth = _PERCENT if shared else total(marks.possible for marks in counted)
    problems: list[str] = []
    found = {marks.part: _entries(marks, roster, problems) for marks in parts}
    excused = _excused(scheme, roster, problems)
    students = []
    for student in roster.students:
        lines = {name: found[name][student.line] for name in names if student.line in found[name]}
        mine = [name for name in names if (name, student.line) in excused]
        one = _total(
            student,
            lines,
            parts=[marks for marks in parts if marks.part not in mine],
            scheme=scheme,
            worth=worth,
        )
        students.append(replace(one, excused=tuple(mine)))
    return Totals(worth, tuple(parts), tuple(students), scheme=scheme, problems=tuple(problems))


def _entries(marks: Marks, roster: Roster, problems: list[str]) -> dict[int, Entry | None]:
    """Return each student's line, by the student's line in the roster; tell of what is not clear.

    None stands for several: which of them counts is not clear.
    """
    found: dict[int, Entry | None] = {}
    for entry in marks.entries:
        whose = [student for student in roster.students if entry.fits(student)]
        who = entry.student or entry.email or entry.id or entry.submission
        if not whose:
            problems.append(f"{entry.where}: {who} is not in the roster, or not surely.")
        elif len(whose) > 1:
            several = ", ".join(student.label for student in whose)
            problems.append(f"{entry.where}: {who} may be {several}.")
        for student in whose:
            alone = len(whose) == 1 and student.line not in found
            found[student.line] = entry if alone else None
    return found


def _excused(scheme: Scheme, roster: Roster, problems: list[str]) -> set[tuple[str, int]]:
    """Return parts and lines of students in the roster; tell of names that are nobody's alone."""
    found = set()
    for part, names in scheme.excused.items():
        for name in names:
            whose = [student for student in roster.students if student.is_called(name)]
            if len(whose) == 1:
                found.add((part, whose[0].line))
            else:
                who = "nobody" if not whose else f"{len(whose)} students"
                problems.append(
                    f"[{terms.TOTAL}], excused, {part}: {name} is {who} in the roster. Name one "
                    "student by id, number, e-mail address, login or name."
                )
    return found


def _total(
    student: Student,
    lines: Mapping[str, Entry | None],
    *,
    parts: Sequence[Marks],
    scheme: Scheme,
    worth: float,
) -> Total:
    possible = {part.part: part.possible for part in parts}
    weights = scheme.weights or possible
    marks: dict[str, float] = {}
    zeros, waiting = [], []
    for part in possible:
        if part not in lines:
            waiting.append(f"{part}: no line in its table")
        elif (line := lines[part]) is None:
            waiting.append(f"{part}: which line counts")
        elif line.points is not None:
            marks[part] = line.points
        elif line.status == Missing.NOTHING and (part in scheme.bonus or scheme.missing == 0):
            marks[part] = 0.0
            zeros.append(part)
        else:
            waiting.append(f"{part}: {line.status.removeprefix('open: ') or 'no total'}")
    if waiting:
        return Total(student, marks, tuple(zeros), open=tuple(waiting))
    # Of equal shares the heavier one goes, which leaves the student more.
    ranked = sorted(
        (name for name in marks if name not in scheme.bonus),
        key=lambda name: (marks[name] / possible[name], -weights[name]),
    )
    if not ranked:
        return Total(student, marks, open=("excused from all parts",))
    # Who is excused from parts has fewer to drop; one always counts.
    drop = min(scheme.drop_lowest, len(ranked) - 1)
    dropped = ranked[:drop]
    unit = worth / math.fsum(weights[name] for name in ranked[drop:])
    # What comes on top is worth the same to all, whatever is dropped.
    top = worth / math.fsum(weights[name] for name in ranked)
    shares = {}
    for name in marks:
        if name not in dropped:
            most = weights[name] * (top if name in scheme.bonus else unit)
            shares[name] = (most * marks[name] / possible[name], most)
    return Total(student, marks, tuple(zeros), dropped=tuple(dropped), shares=shares)


def write(out: Path, totals: Totals, roster: Roster) -> tuple[list[Path], list[str]]:
    """Write a table of all, and files for course systems; return paths, and what to know of them.

    Only students whose total is complete are in the files for course systems.
    """
    writing.replace(out / TOTALS, writing.BOM + table(totals))
    complete = [one for one in totals.students if not one.open]
    rows = [
        Row(
            str(one.student.line),
            None,
            {name: got for name, (got, _) in one.shares.items()},
            possible={name: most for name, (_, most) in one.shares.items()},
            final=True,
            bonus=totals.scheme.bonus,
        )
        for one in complete
    ]
    whose = {str(one.student.line): (one.student,) for one in complete}
    matching = Matching(whose, (), ())
    files = course_systems.write(out, _TITLE, rows, roster=roster, matching=matching)
    notes = course_systems.notes(_TITLE, rows, roster, matching=matching)
    return [out / TOTALS, *files], list(notes)


def table(totals: Totals) -> str:
    """Return total.csv: a line for each student of the roster."""
    names = [marks.part for marks in totals.parts]
    lines: list[Sequence[object]] = [
        [
            "student",
            "id",
            "email",
            "status",
            "total",
            "possible",
            *names,
            "dropped",
            "zeros",
            "excused",
        ]
    ]
    for one in totals.students:
        given = (one.marks.get(name) for name in names)
        lines.append(
            [
                *one.student.cells,
                f"open: {'; '.join(one.open)}" if one.open else "complete",
                "" if one.open else points(one.points),
                points(totals.possible),
                *("" if mark is None else points(mark) for mark in given),
                " ".join(one.dropped),
                " ".join(one.zeros),
                " ".join(one.excused),
            ]
        )
    return writing.csv_text(lines)
