"""Marks that people give: the files that they fill in, and whose answer is meant.

Markers see no names. An answer has a code of its own in each question, which only the course's
secret can turn back into a submission.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gangrade.writing import BOM, csv_text, rows

MARKS = ("question", "answer", "version", "points", "comment", "who")
"""The columns of marks.csv. ``version`` is the ``Answer.digest`` of what was marked."""
EARLIER = {"grader": "who"}
"""What columns were called in tables of earlier versions."""
OVERRIDES = ("submission", "question", "points", "reason", "who")
"""The columns of corrections.csv."""
MAX_COMMENT = 4000


_NO_NUMBER = "points should be a number such as 2 or 1.5"


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
    """One line of an corrections.csv."""

    submission: str
    question: str
    points: float
    reason: str
    who: str
    where: str


def read_marks(path: Path) -> tuple[list[Mark], list[str]]:
    """Return the lines of a marks.csv, and a sentence for each that cannot be used."""
    lines, problems = rows(path, MARKS, EARLIER)
    marks, wrong = marks_in(lines, path.stem)
    return marks, problems + wrong


def marks_in(
    lines: Iterable[tuple[str, dict[str, str]]], grader: str
) -> tuple[list[Mark], list[str]]:
    """Return the marks in what ``rows`` returns, and a sentence for each that cannot be used.

    They are the ``grader``'s where a line names nobody.
    """
    marks, problems = [], []
    for where, row in lines:
        text = row["points"].strip()
        points = _number(text)
        if text and points is None:
            problems.append(f"{where}: {_NO_NUMBER}, not “{text}”.")
            continue
        comment = row["comment"].strip()
        if not text and not comment:
            continue  # not marked yet
        if len(comment) > MAX_COMMENT:
            problems.append(
                f"{where}: the comment has {len(comment)} characters, and {MAX_COMMENT} are the "
                "most. Shorten it."
            )
            continue
        marks.append(
            Mark(
                row["question"].strip(),
                row["answer"].strip().upper(),
                row["version"].strip().lower(),
                points=points,
                comment=comment,
                grader=row["who"].strip() or grader,
                where=where,
            )
        )
    return marks, problems


def read_overrides(path: Path) -> tuple[list[Override], list[str]]:
    """Return the lines of an corrections.csv, and a sentence for each that cannot be used."""
    lines, problems = rows(path, OVERRIDES)
    overrides = []
    for where, row in lines:
        values = {name: row[name].strip() for name in OVERRIDES}
        if not any(values.values()):
            continue
        points = _number(values["points"])
        if empty := [name for name in OVERRIDES if not values[name]]:
            problems.append(f"{where}: {' and '.join(empty)} should not be empty.")
        elif points is None:
            problems.append(f"{where}: {_NO_NUMBER}, not “{values['points']}”.")
        else:
            overrides.append(Override(**values | {"points": points}, where=where))  # type: ignore[arg-type]
    return overrides, problems


def write_marks(rows: Iterable[Sequence[str]]) -> str:
    """Return a marks.csv: a line for each (question, answer, version), to be filled in."""
    lines = [MARKS, *([*row, "", "", ""] for row in rows)]
    return BOM + csv_text(lines)


def _number(text: str) -> float | None:
    """Return a number as people write it, with a point or a comma; None if it is none."""
    # In 1,000 the comma may stand between thousands, or before decimals: nobody can tell.
    if not re.fullmatch(r"\+?[0-9]{1,9}([.,][0-9]+)?", text) or re.fullmatch(
        r"\+?[1-9][0-9]{0,2},[0-9]{3}", text
    ):
        return None
    return float(text.replace(",", "."))
