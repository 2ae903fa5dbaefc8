"""A course's terms for a part: when it is due, what lateness costs, and which attempt counts.

They lie in a small file, course.toml, with a table for each part:

    [function_gan]
    due = 2026-11-20T23:59:00+01:00
    attempts = "last"               # or "best"
    late = { per_day = "10 %", grace_minutes = 15, most = "50 %" }
    extensions = { "ada@uni.example" = 2026-11-27T23:59:00+01:00 }
"""

from __future__ import annotations

import datetime as dt
import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

from gangrade import marking
from gangrade.writing import points

DAY = dt.timedelta(days=1)
_KEYS = ("due", "attempts", "late", "extensions")
_LATE = ("per_day", "grace_minutes", "most")
_MAX_GRACE = 365 * 24 * 60
_FOLDER = re.compile(r"(?:^|-)(submission_\d+)(?:-(?!\d+$)|$)")
"""Gradescope's folder in a submission's name, not where it is followed by a mere number."""


@dataclass(frozen=True)
class Amount:
    """Points, or a share of the points that a part has."""

    number: float
    percent: bool = False

    @classmethod
    def read(cls, value: Any) -> Amount:
        """Return the amount that is written as 2 or "10 %".

        Raises:
            ValueError: if it is written otherwise.
        """
        match = re.fullmatch(r"\s*(\d{1,9}(?:\.\d+)?)\s*(%?)\s*", str(value))
        if isinstance(value, bool) or match is None:
            raise ValueError(f'{value} is no amount; write points, such as 2, or a share: "10 %"')
        return cls(float(match[1]), bool(match[2]))

    def of(self, possible: float) -> float:
        """Return it in points, where so many are possible."""
        return possible * self.number / 100 if self.percent else self.number

    def __str__(self) -> str:
        """Return it as people write it."""
        return f"{points(self.number)} %" if self.percent else f"{points(self.number)} points"


NOTHING = Amount(0)


@dataclass(frozen=True)
class Policy:
    """What lateness costs: nothing, unless somebody has said so."""

    per_day: Amount = NOTHING
    """For each day that has begun."""
    grace: dt.timedelta = dt.timedelta(0)
    """Lateness up to this is none. Beyond it, it counts."""
    most: Amount | None = None

    @classmethod
    def read(cls, table: Any) -> Policy:
        """Return the policy in a table of a settings file.

        Raises:
            ValueError: with a sentence that says what is wrong.
        """
        if not isinstance(table, dict):
            raise ValueError('late should be a table: late = { per_day = "10 %" }')
        if unknown := [name for name in table if name not in _LATE]:
            raise ValueError(f"late has no {', '.join(unknown)}; there are {', '.join(_LATE)}")
        grace = table.get("grace_minutes", 0)
        number = isinstance(grace, int | float) and not isinstance(grace, bool)
        if not number or not 0 <= grace <= _MAX_GRACE:  # neither is true of nan
            raise ValueError(f"grace_minutes should be a number from 0 to {_MAX_GRACE} (a year)")
        return cls(
            Amount.read(table.get("per_day", 0)),
            dt.timedelta(minutes=grace),
            Amount.read(table["most"]) if "most" in table else None,
        )

    def days(self, late: dt.timedelta) -> int:
        """Return how many days count, where the work is so late."""
        return math.ceil(late / DAY) if late > self.grace else 0

    def penalty(self, late: dt.timedelta, earned: float, possible: float) -> float:
        """Return the points that are taken away: never more than were earned."""
        cost = self.days(late) * self.per_day.of(possible)
        if self.most is not None:
            cost = min(cost, self.most.of(possible))
        return round(min(cost, earned), 2)

    def told(self, late: dt.timedelta, penalty: float) -> str:
        """Say to the student how late the work is and what it costs; nothing, if it is in time."""
        if late <= dt.timedelta(0):
            return ""
        said = f"Late: submitted {spoken(late)} after the due date"
        if not self.days(late):
            return f"{said}, which still counts as in time."
        if not self.per_day.number:
            return f"{said}."
        most = f", {self.most} at most" if self.most is not None else ""
        return f"{said}. This takes away {points(penalty)} points ({self.per_day} a day{most})."


FREE = Policy()
"""Lateness costs nothing."""


def spoken(time: dt.timedelta) -> str:
    """Return a duration as people say it, to the minute that has begun."""
    minutes = math.ceil(time / dt.timedelta(minutes=1))
    parts = ((minutes // 1440, "day"), (minutes // 60 % 24, "hour"), (minutes % 60, "minute"))
    return " ".join(f"{n} {name}{'s' * (n > 1)}" for n, name in parts if n) or "0 minutes"


@dataclass(frozen=True)
class Terms:
    """The terms of one part."""

    due: dt.datetime | None = None
    attempts: Literal["last", "best"] = "last"
    late: Policy = FREE
    extensions: Mapping[str, dt.datetime] = field(default_factory=dict)
    """Due dates of single students, by what the roster knows them by."""

    @classmethod
    def read(cls, path: Path, part: str) -> Terms:
        """Return a part's terms in course.toml, which must have a table for the part.

        Raises:
            ValueError: with a sentence for the instructor.
        """
        text = _text(path)
        try:
            content = tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"{path} is not TOML: {error}.") from None
        # A slip here would switch terms off, and nobody would see it in the marks.
        if loose := [
            n for n, value in content.items() if n in _KEYS or not isinstance(value, dict)
        ]:
            raise ValueError(
                f"{path}: {', '.join(loose)} should be in the table of a part, that is, below the "
                f"line [{part}]."
            )
        if part not in content:
            tables = ", ".join(f"[{name}]" for name in content)
            there = f"there are {tables}" if tables else "there is no other either"
            raise ValueError(
                f"{path} has no table [{part}]; {there}. Write one; it may be without lines."
            )
        try:
            return cls._read(content[part])
        except ValueError as error:
            raise ValueError(f"{path}, [{part}]: {error}.") from None

    @classmethod
    def _read(cls, table: Mapping[str, Any]) -> Terms:
        if unknown := [name for name in table if name not in _KEYS]:
            raise ValueError(f"there is no {', '.join(unknown)}; there are {', '.join(_KEYS)}")
        attempts = table.get("attempts", "last")
        if attempts not in ("last", "best"):
            raise ValueError('attempts should be "last" or "best"')
        extensions = table.get("extensions", {})
        if not isinstance(extensions, dict):
            raise ValueError("extensions should be a table of students and dates")
        return cls(
            _moment("due", table["due"]) if "due" in table else None,
            attempts,
            Policy.read(table.get("late", {})),
            _extensions(extensions),
        )


NONE = Terms()
"""Nothing is due, and the last attempt counts."""


def _extensions(table: Mapping[str, Any]) -> dict[str, dt.datetime]:
    dates: dict[str, dt.datetime] = {}
    for who, when in table.items():
        name = who.strip().casefold()
        if name in dates:
            raise ValueError(
                f"extensions has {who.strip()} twice; upper and lower case are the same there. "
                "Delete one of them"
            )
        dates[name] = _moment(who, when)
    return dates


def _moment(name: str, value: Any) -> dt.datetime:
    try:
        time = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value))
    except ValueError:
        time = None
    if time is None or time.tzinfo is None:
        raise ValueError(
            f"{name} should be a date, a time and a zone, such as 2026-11-20T23:59:00+01:00, "
            f"not “{value}”"
        )
    return time


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")  # editors may put a mark first
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise ValueError(f"{path} is not UTF-8. Save it as UTF-8.") from None


def read_times(path: Path) -> dict[str, dt.datetime]:
    """Return when submissions were handed in.

    The file is a table with the columns submission and time, or the submission_metadata.yml that
    lies in Gradescope's export of submissions.

    Raises:
        ValueError: with a sentence for the instructor.
    """
    yml = path.suffix.lower() in (".yml", ".yaml")
    times: dict[str, dt.datetime] = {}
    for where, name, value in _gradescope(path) if yml else _table(path):
        try:
            time = _moment(f"the time of {name}", value)
        except ValueError as error:
            raise ValueError(f"{where}: {error}.") from None
        if times.setdefault(name, time) != time:
            raise ValueError(
                f"{where}: {name} has another time in a line above. Keep the line that is right."
            )
    if not times:
        raise ValueError(
            f"{path} has no times: it should be a table with the columns submission and time, "
            "or Gradescope's submission_metadata.yml."
        )
    return times


def _table(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield where it stands, the submission and the time of each line."""
    rows, problems = marking.rows(path, ("submission", "time"))
    if problems:
        # Nobody should be late or in time because of a line that was left out.
        said = problems[0]
        raise ValueError(said if rows else f"The table has no times that can be used: {said}")
    for where, row in rows:
        name = row["submission"].strip()
        if not name:
            raise ValueError(f"{where}: submission should not be empty.")
        yield where, name, row["time"].strip()


def _gradescope(path: Path) -> Iterator[tuple[str, str, Any]]:
    text = _text(path)
    try:
        content = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):  # ValueError: a date that does not exist
        return
    if not isinstance(content, dict):
        return
    for folder, entry in content.items():
        if isinstance(entry, dict) and ":created_at" in entry:
            time = entry[":created_at"]
            if isinstance(time, dt.datetime) and not time.tzinfo:
                # YAML's times without a zone are in UTC, and PyYAML returns them without one.
                time = time.replace(tzinfo=dt.UTC)
            yield str(path), str(folder), time


def time_of(submission: str, times: Mapping[str, dt.datetime]) -> dt.datetime | None:
    """Return when a submission was handed in; None if that is not known.

    It is known by the submission's name, or by that of Gradescope's folder (submission_12) in
    which it lies. Nothing else at the start of a name counts: it may be somebody else's.
    """
    if submission in times:
        return times[submission]
    # The first one: names further in are the student's. And submission_12-2 may be another
    # submission, whose name was taken: find() then adds a number.
    folder = _FOLDER.search(submission)
    return times.get(folder[1]) if folder else None
