"""Rubrics: what earns the points of a question that a person marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from gangrade.errors import InputError

__all__ = ["Level", "dump", "read", "table"]


@dataclass(frozen=True)
class Level:
    """One level of a rubric."""

    points: float
    earns: str
    """What an answer of this level says: Markdown in one line."""


def read(value: Any, worth: float) -> tuple[Level, ...]:
    """Return the levels in a question's configuration, the best one first.

    Raises:
        InputError: with a sentence that says what is wrong.
    """
    if not isinstance(value, list) or len(value) < 2:
        raise InputError(
            "a question that a person marks needs a rubric: two levels or more, from the most "
            "points to 0, each with points and earns"
        )
    levels = []
    for entry in value:
        if not isinstance(entry, dict) or set(entry) != {"points", "earns"}:
            raise InputError(f"a level of the rubric has points and earns, nothing else: {entry}")
        number, earns = entry["points"], entry["earns"]
        if isinstance(number, bool) or not isinstance(number, int | float) or number < 0:
            raise InputError(f"points of a level should be a number, 0 or more: {number}")
        if not isinstance(earns, str) or not earns.strip():
            raise InputError(f"earns should say what the level with {number:g} points needs")
        if "|" in earns:
            raise InputError(f"earns is shown in a table, so write \\vert instead of |: {earns}")
        levels.append(Level(number, " ".join(earns.split())))
    numbers = [level.points for level in levels]
    if numbers != sorted(set(numbers), reverse=True):
        raise InputError("the levels of a rubric go from the most points to the least")
    if numbers[0] != worth or numbers[-1] != 0:
        raise InputError(f"the levels of the rubric go from {worth:g} points to 0")
    return tuple(levels)


def dump(levels: Sequence[Level]) -> list[dict[str, Any]]:
    """Return what ``read`` reads."""
    return [asdict(level) for level in levels]


def table(levels: Sequence[Level]) -> str:
    """Return a rubric as a table in Markdown."""
    rows = [f"| {level.points:g} | {level.earns} |" for level in levels]
    return "\n".join(["| Points | What earns them |", "| --- | --- |", *rows])
