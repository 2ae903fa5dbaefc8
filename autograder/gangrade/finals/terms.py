"""A course's terms for a part: when it is due, what lateness costs, and which attempt counts.

They lie in a small file, course.toml, with a table for each part:

    [function_gan]
    due = 2026-11-20T23:59:00+01:00
    attempts = "last"               # or "best"
    late = { per_day = "10 %", grace_minutes = 15, most = "50 %" }
    extensions = { "ada@uni.example" = 2026-11-27T23:59:00+01:00 }

How a total is made of all parts stands in a table [total], which ``totals`` reads.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

from gangrade import writing
from gangrade.errors import InputError
from gangrade.results.lateness import FREE, Policy

TOTAL = "total"
"""The table on the total over all parts."""
_KEYS = ("due", "attempts", "late", "extensions")


_FOLDER = re.compile(r"(?:^|-)(submission_\d+)(?:-(?!\d+$)|$)")
"""Gradescope's folder in a submission's name, not where it is followed by a mere number."""


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
            InputError: with a sentence for the instructor.
        """
        content = tables(path)
        if part not in content:
            names = ", ".join(f"[{name}]" for name in content if name != TOTAL)
            there = f"there are {names}" if names else "there is no other either"
            raise InputError(
                f"{path} has no table [{part}]; {there}. Write one; it may be without lines."
            )
        try:
            return cls._read(content[part])
        except InputError as error:
            raise InputError(f"{path}, [{part}]: {error}.") from None

    @classmethod
    def _read(cls, table: Mapping[str, Any]) -> Terms:
        if unknown := [name for name in table if name not in _KEYS]:
            raise InputError(f"there is no {', '.join(unknown)}; there are {', '.join(_KEYS)}")
        attempts = table.get("attempts", "last")
        if attempts not in ("last", "best"):
            raise InputError('attempts should be "last" or "best"')
        extensions = table.get("extensions", {})
        if not isinstance(extensions, dict):
            raise InputError("extensions should be a table of students and dates")
        return cls(
            _moment("due", table["due"]) if "due" in table else None,
            attempts,
            Policy.read(table.get("late", {})),
            extensions=_extensions(extensions),
        )


NONE = Terms()
"""Nothing is due, and the last attempt counts."""


def tables(path: Path) -> dict[str, dict[str, Any]]:
    """Return the tables of course.toml: one for each part, and ``TOTAL``.

    Raises:
        InputError: with a sentence for the instructor.
    """
    text = writing.read_text(path)
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is not TOML: {error}.") from None
    # A slip here would switch terms off, and nobody would see it in the marks.
    if loose := [n for n, value in content.items() if n in _KEYS or not isinstance(value, dict)]:
        raise InputError(
            f"{path}: {', '.join(loose)} should be in the table of a part, that is, below its "
            "line, such as [function_gan]."
        )
    return content


def _extensions(table: Mapping[str, Any]) -> dict[str, dt.datetime]:
    dates: dict[str, dt.datetime] = {}
    for who, when in table.items():
        name = who.strip().casefold()
        if name in dates:
            raise InputError(
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
        raise InputError(
            f"{name} should be a date, a time and a zone, such as 2026-11-20T23:59:00+01:00, "
            f"not “{value}”"
        )
    return time


def read_times(path: Path) -> dict[str, dt.datetime]:
    """Return when submissions were handed in.

    The file is a table with the columns submission and time, or the submission_metadata.yml that
    lies in Gradescope's export of submissions.

    Raises:
        InputError: with a sentence for the instructor.
    """
    yml = path.suffix.lower() in (".yml", ".yaml")
    times: dict[str, dt.datetime] = {}
    wrong: list[str] = []
    for where, name, value in _gradescope(path) if yml else _table(path, wrong):
        try:
            time = _moment(f"the time of {name}", value)
        except InputError as error:
            wrong.append(f"{where}: {error}.")
            continue
        if times.setdefault(name, time) != time:
            wrong.append(
                f"{where}: {name} has another time in a line above. Keep the line that is right."
            )
    if wrong:
        # Nobody should be late or in time because of a line that was left out.
        raise InputError("\n".join(wrong))
    if not times:
        raise InputError(
            f"{path} has no times: it should be a table with the columns submission and time, "
            "or Gradescope's submission_metadata.yml."
        )
    return times


def _table(path: Path, wrong: list[str]) -> Iterator[tuple[str, str, str]]:
    """Yield where it stands, the submission and the time of each line; say what is ``wrong``."""
    rows, problems = writing.rows(path, ("submission", "time"))
    if problems and not rows:
        problems[0] = f"The table has no times that can be used: {problems[0]}"
    wrong += problems
    for where, row in rows:
        name = row["submission"].strip()
        if not name:
            wrong.append(f"{where}: submission should not be empty.")
            continue
        yield where, name, row["time"].strip()


def _gradescope(path: Path) -> Iterator[tuple[str, str, Any]]:
    text = writing.read_text(path)
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
