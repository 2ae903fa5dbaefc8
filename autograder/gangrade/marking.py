"""Marks that people give: the files that they fill in, and whose answer is meant.

Markers see no names. An answer has a code of its own in each question, which only the course's
secret can turn back into a submission.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import hmac
import io
import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

MARKS = ("question", "answer", "version", "points", "comment", "grader")
"""The columns of marks.csv. ``version`` is the ``Answer.digest`` of what was marked."""
OVERRIDES = ("submission", "question", "points", "reason", "who")
"""The columns of overrides.csv."""
MAX_COMMENT = 4000


def code(secret: str, part: str, question: str, submission: str) -> str:
    """Return the code of a submission's answer to a question: 8 letters and digits."""
    message = json.dumps(["answer", part, question, submission]).encode()
    digest = hmac.new(secret.encode(), message, hashlib.sha256).digest()
    return base64.b32encode(digest[:5]).decode()


@dataclass(frozen=True)
class Mark:
    """One line of a marks.csv."""

    question: str
    answer: str
    version: str
    points: float | None
    comment: str
    grader: str
    where: str
    """File and line, for messages."""


@dataclass(frozen=True)
class Override:
    """One line of an overrides.csv."""

    submission: str
    question: str
    points: float
    reason: str
    who: str
    where: str


def read_marks(path: Path) -> tuple[list[Mark], list[str]]:
    """Return the lines of a marks.csv, and a sentence for each that cannot be used."""
    rows, problems = _rows(path, MARKS)
    marks = []
    for where, row in rows:
        text = row["points"].strip()
        points = _number(text)
        if text and points is None:
            problems.append(f"{where}: points should be a number, not “{text}”.")
            continue
        if not text and not row["comment"].strip():
            continue  # not marked yet
        marks.append(
            Mark(
                row["question"].strip(),
                row["answer"].strip().upper(),
                row["version"].strip().lower(),
                points,
                row["comment"].strip()[:MAX_COMMENT],
                row["grader"].strip() or path.stem,
                where,
            )
        )
    return marks, problems


def read_overrides(path: Path) -> tuple[list[Override], list[str]]:
    """Return the lines of an overrides.csv, and a sentence for each that cannot be used."""
    rows, problems = _rows(path, OVERRIDES)
    overrides = []
    for where, row in rows:
        values = {name: row[name].strip() for name in OVERRIDES}
        if not any(values.values()):
            continue
        points = _number(values["points"])
        if empty := [name for name in OVERRIDES if not values[name]]:
            problems.append(f"{where}: {' and '.join(empty)} should not be empty.")
        elif points is None:
            problems.append(f"{where}: points should be a number, not “{values['points']}”.")
        else:
            overrides.append(Override(**values | {"points": points}, where=where))  # type: ignore[arg-type]
    return overrides, problems


Line = TypeVar("Line")


def read_all(
    read: Callable[[Path], tuple[list[Line], list[str]]], paths: Iterable[Path]
) -> tuple[list[Line], list[str]]:
    """Return the lines of several files, and what is wrong in any of them."""
    both = [read(path) for path in paths]
    return [line for lines, _ in both for line in lines], [said for _, p in both for said in p]


def write_marks(rows: Iterable[Sequence[str]]) -> str:
    """Return a marks.csv: a line for each (question, answer, version), to be filled in."""
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(MARKS)
    table.writerows([*row, "", "", ""] for row in rows)
    return "\ufeff" + stream.getvalue()  # or spreadsheets take it for another encoding


def _rows(path: Path, columns: Sequence[str]) -> tuple[list[tuple[str, dict[str, str]]], list[str]]:
    """Return the lines of a table with where they are, and what is wrong with the table."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return [], [f"There is no file {path}."]
    except OSError as error:
        return [], [f"{path.name} cannot be read: {error.strerror}."]
    except UnicodeDecodeError:
        return [], [f'{path.name} is not UTF-8. Save the table as "CSV UTF-8".']
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)  # spreadsheets of some countries write semicolons
    try:
        table = list(csv.reader(io.StringIO(text), delimiter=separator, strict=True))
    except csv.Error as error:
        return [], [f"{path.name} is not a CSV file: {error}."]
    header = [name.strip().lower() for name in table[0]] if table else []
    if missing := [name for name in columns if name not in header]:
        return [], [
            f"{path.name} has no column {', '.join(missing)}. Its first line should be: "
            f"{','.join(columns)}"
        ]
    rows = []
    for number, values in enumerate(table[1:], 2):
        if any(value.strip() for value in values):
            row = dict(zip(header, [*values, *[""] * len(header)], strict=False))
            rows.append((f"{path.name}, line {number}", row))
    return rows, []


def _number(text: str) -> float | None:
    """Return a number as people write it, with a point or a comma; None if it is none."""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None
