"""What the host of a grading image is told, and what it tells of a submission."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Collection
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from gangrade.errors import InputError
from gangrade.part.part import Limits
from gangrade.results.lateness import FREE, Policy

VISIBILITIES = ("visible", "after_due_date", "after_published", "hidden")


@dataclass(frozen=True)
class Settings:
    """What an instructor can choose: the lines of config.toml."""

    minutes: float = 10.0
    """How long Gradescope lets the grader run for one submission."""
    output: str = "html"
    """``html`` with tables and pictures, or ``text``."""
    hidden_tests: str = "visible"
    """When students see the results of hidden tests: one of ``VISIBILITIES``."""
    leaderboard: bool = True
    unsafe: bool = False
    """Grade even where submissions cannot be confined."""
    late: Policy = FREE
    """What lateness costs, where the host tells the due date."""

    @property
    def cell_seconds(self) -> float:
        """CPU seconds that all cells may take: a fifth of the time, at half a processor.

        The host's clock gives them a quarter of what is left when they begin.
        """
        return min(Limits.cells, self.minutes * 60 / 10)

    @classmethod
    def read(cls, text: str, part: str, parts: Collection[str] | None = None) -> Settings:
        """Return the settings for a part: those of all parts, then those in the part's own table.

        With ``parts``, there may be tables of no others. Raises:
            InputError: with a sentence for the instructor.
        """
        try:
            content = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise InputError(f"it is not TOML: {error}") from None
        for name, value in content.items():
            if _is_part(name, value) and parts is not None and name not in parts:
                raise InputError(
                    f"there is no part {name}, only {', '.join(parts)}: correct or remove [{name}]"
                )
        own = content.get(part, {})
        if not isinstance(own, dict):
            raise InputError(f"{part} should be a table: [{part}]")
        options = {k: v for k, v in content.items() if not _is_part(k, v)} | own
        types = {field.name: type(field.default) for field in fields(cls)}
        if "late" in options:
            options["late"] = Policy.read(options["late"])
        for name, value in options.items():
            if name not in types:
                raise InputError(f"unknown setting {name}; there are {', '.join(types)}")
            allowed: Any = (int, float) if types[name] is float else types[name]
            if not isinstance(value, allowed) or (types[name] is float and value is True):
                raise InputError(f"{name} should be of type {types[name].__name__}")
        settings = cls(**options)
        if not 2 <= settings.minutes <= 1440:
            raise InputError("minutes should be between 2 and 1440")
        if settings.output not in ("html", "text"):
            raise InputError('output should be "html" or "text"')
        if settings.hidden_tests not in VISIBILITIES:
            names = ", ".join(f'"{name}"' for name in VISIBILITIES)
            raise InputError(f"hidden_tests should be one of {names}")
        return settings


@dataclass(frozen=True)
class Handed:
    """What Gradescope tells of a submission."""

    student: str = ""
    """Who handed it in: the ids of all of the group."""
    late: dt.timedelta | None = None
    """How long after the due date; None if in time, or if there is no due date."""

    @classmethod
    def read(cls, path: Path) -> Handed:
        """Read submission_metadata.json. What is not there, or not readable, is left out.

        Source: https://gradescope-autograders.readthedocs.io/en/latest/submission_metadata/
        """
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return cls()
        users = [user for user in _list(content, "users") if isinstance(user, dict)]
        ids = sorted(str(user.get("id") or user.get("email") or "") for user in users)
        # A student with an extension has dates of their own.
        places = [user.get("assignment") for user in users] + [_dict(content).get("assignment")]
        due = [time for place in places if (time := _time(_dict(place).get("due_date")))]
        moment = _time(_dict(content).get("created_at"))
        late = moment - max(due) if moment and due else None
        return cls("+".join(filter(None, ids)), late if late and late > dt.timedelta(0) else None)

    def lateness(self, policy: Policy, earned: float, possible: float) -> tuple[float, str]:
        """Return what lateness takes away of the points, and a sentence about it."""
        if self.late is None:
            return 0.0, ""
        penalty = policy.penalty(self.late, earned, possible)
        return penalty, policy.told(self.late, penalty)


def _is_part(name: str, value: Any) -> bool:
    """Whether a line of the settings is a part's own table."""
    return isinstance(value, dict) and name != "late"


UNKNOWN = Handed()
"""Of a submission that came without metadata."""


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any, name: str) -> list[Any]:
    found = _dict(value).get(name)
    return found if isinstance(found, list) else []


def _time(value: Any) -> dt.datetime | None:
    try:
        time = dt.datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return time if time.tzinfo else None
