"""A course's terms for a part: when it is due, what lateness costs, and which attempt counts.

They lie in a small file, course.toml, with a table for each part:

    [function_gan]
    due = 2026-11-20T23:59:00+01:00
    attempts = "last"               # or "best"
    late = { per_day = "10 %", grace_minutes = 15, most = "50 %" }
    extensions = { "ada@uni.example" = 2026-11-27T23:59:00+01:00 }
"""

from __future__ import annotations

import csv
import datetime as dt
import math
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

from gangrade.writing import points

DAY = dt.timedelta(days=1)
_KEYS = ("due", "attempts", "late", "extensions")
_LATE = ("per_day", "grace_minutes", "most")


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
        match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(%?)\s*", str(value))
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
        if isinstance(grace, bool) or not isinstance(grace, int | float) or grace < 0:
            raise ValueError("grace_minutes should be a number, 0 or more")
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
        """Return a part's terms in course.toml; those of an empty file, if it has no such table.

        Raises:
            ValueError: with a sentence for the instructor.
        """
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise ValueError(f"{path} cannot be read: {error.strerror}.") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ValueError(f"{path.name} is not TOML: {error}.") from None
        table = content.get(part, {})
        try:
            return cls._read(table)
        except ValueError as error:
            raise ValueError(f"{path.name}, [{part}]: {error}.") from None

    @classmethod
    def _read(cls, table: Any) -> Terms:
        if not isinstance(table, dict):
            raise ValueError("it should be a table")
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
            {str(who).casefold(): _moment(who, when) for who, when in extensions.items()},
        )

    def due_for(self, names: Collection[str]) -> dt.datetime | None:
        """Return when a student's work is due who is known by these names."""
        folded = {name.casefold() for name in names}
        return max(
            (self.extensions[name] for name in folded & self.extensions.keys()), default=self.due
        )


NONE = Terms()
"""Nothing is due, and the last attempt counts."""


def _moment(name: str, value: Any) -> dt.datetime:
    if not isinstance(value, dt.datetime) or value.tzinfo is None:
        raise ValueError(
            f"{name} should be a date, a time and a zone, such as 2026-11-20T23:59:00+01:00"
        )
    return value


def read_times(path: Path) -> dict[str, dt.datetime]:
    """Return when submissions were handed in.

    The file is a table with the columns submission and time, or the submission_metadata.yml that
    lies in Gradescope's export of submissions.

    Raises:
        ValueError: with a sentence for the instructor.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise ValueError(f"{path.name} is not UTF-8.") from None
    pairs = _gradescope(text) if path.suffix in (".yml", ".yaml") else _table(text)
    if pairs is None:
        raise ValueError(
            f"{path.name} has no times: it should be a table with the columns submission and time, "
            "or Gradescope's submission_metadata.yml."
        )
    times = {}
    for name, value in pairs:
        try:
            time = (
                value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value))
            )
        except ValueError:
            raise ValueError(
                f"{path.name}: {name} has no time that can be read: {value}."
            ) from None
        if time.tzinfo is None:
            raise ValueError(
                f"{path.name}: the time of {name} has no zone: write {value}+01:00, say."
            )
        times[name] = time
    return times


def _table(text: str) -> list[tuple[str, Any]] | None:
    rows = list(csv.DictReader(text.splitlines()))
    if not rows or not {"submission", "time"} <= rows[0].keys():
        return None
    return [(row["submission"].strip(), (row["time"] or "").strip()) for row in rows]


def _gradescope(text: str) -> list[tuple[str, Any]] | None:
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError:
        return None
    if not isinstance(content, dict):
        return None
    found = [
        (str(folder), entry[":created_at"])
        for folder, entry in content.items()
        if isinstance(entry, dict) and ":created_at" in entry
    ]
    # YAML's times without a zone are in UTC, and PyYAML returns them without one.
    return [
        (
            name,
            time.replace(tzinfo=dt.UTC)
            if isinstance(time, dt.datetime) and not time.tzinfo
            else time,
        )
        for name, time in found
    ] or None


def time_of(submission: str, times: Mapping[str, dt.datetime]) -> dt.datetime | None:
    """Return when a submission was handed in: times are known by its name, or by its folder's."""
    if submission in times:
        return times[submission]
    folders = [name for name in times if submission.startswith(f"{name}-")]
    return times[max(folders, key=len)] if folders else None
