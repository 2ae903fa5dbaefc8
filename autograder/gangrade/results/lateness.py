"""What lateness costs."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from typing import Any

from gangrade.errors import InputError
from gangrade.writing import points

DAY = dt.timedelta(days=1)


_LATE = ("per_day", "grace_minutes", "most")
_MAX_GRACE = 365 * 24 * 60


@dataclass(frozen=True)
class Amount:
    """Points, or a share of the points that a part has."""

    number: float
    percent: bool = False

    @classmethod
    def read(cls, value: Any) -> Amount:
        """Return the amount that is written as 2 or "10 %".

        Raises:
            InputError: if it is written otherwise.
        """
        match = re.fullmatch(r"\s*(\d{1,9}(?:\.\d+)?)\s*(%?)\s*", str(value))
        if isinstance(value, bool) or match is None:
            raise InputError(f'{value} is no amount; write points, such as 2, or a share: "10 %"')
        return cls(float(match[1]), bool(match[2]))

    def of(self, possible: float) -> float:
        """Return it in points, where so many are possible."""
        return possible * self.number / 100 if self.percent else self.number

    def __str__(self) -> str:
        """Return it as people write it."""
        return f"{points(self.number)} %" if self.percent else f"{points(self.number)} points"


NO_COST = Amount(0)


@dataclass(frozen=True)
class Policy:
    """What lateness costs: nothing, unless somebody has said so."""

    per_day: Amount = NO_COST
    """For each day that has begun."""
    grace: dt.timedelta = dt.timedelta(0)
    """Lateness up to this is none. Beyond it, it counts."""
    most: Amount | None = None

    @classmethod
    def read(cls, table: Any) -> Policy:
        """Return the policy in a table of a settings file.

        Raises:
            InputError: with a sentence that says what is wrong.
        """
        if not isinstance(table, dict):
            raise InputError('late should be a table: late = { per_day = "10 %" }')
        if unknown := [name for name in table if name not in _LATE]:
            raise InputError(f"late has no {', '.join(unknown)}; there are {', '.join(_LATE)}")
        grace = table.get("grace_minutes", 0)
        number = isinstance(grace, int | float) and not isinstance(grace, bool)
        if not number or not 0 <= grace <= _MAX_GRACE:  # neither is true of nan
            raise InputError(f"grace_minutes should be a number from 0 to {_MAX_GRACE} (a year)")
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
        sentence = f"Late: submitted {spoken(late)} after the due date"
        if not self.days(late):
            return f"{sentence}, which still counts as in time."
        if not self.per_day.number:
            return f"{sentence}."
        most = f", {self.most} at most" if self.most is not None else ""
        return f"{sentence}. This takes away {points(penalty)} points ({self.per_day} a day{most})."


FREE = Policy()
"""Lateness costs nothing."""


def spoken(time: dt.timedelta) -> str:
    """Return a duration as people say it, to the minute that has begun."""
    minutes = math.ceil(time / dt.timedelta(minutes=1))
    parts = ((minutes // 1440, "day"), (minutes // 60 % 24, "hour"), (minutes % 60, "minute"))
    return " ".join(f"{n} {name}{'s' * (n > 1)}" for n, name in parts if n) or "0 minutes"
