"""Which known misconception does a failing answer resemble most?

The corpus has mutants, one misconception each. What their failing tests said and measured is kept
beside the calibration, as ``<question>.mutants.json``. A failing answer is compared with that: the
tests that failed, the words of their messages, and the numbers in them.
"""

from __future__ import annotations

import json
import math
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gangrade import writing
from gangrade.results import QuestionResult

LEAST = 0.5
"""Nothing is said of an answer that resembles no mutant more than this."""


@dataclass(frozen=True)
class Known:
    """One mutant as it was graded."""

    mutant: str
    """Its file's name without .py."""
    about: str
    """The first line of its docstring: what the misconception is."""
    failed: Mapping[str, str]
    """The message of each failed test, by the test's title."""
    values: Mapping[str, Any]
    """What was measured, by name."""


@dataclass(frozen=True)
class Likeness:
    """The mutant that an answer resembles most."""

    mutant: str
    about: str
    score: float
    """0 to 1."""


# --- what is kept --------------------------------------------------------------------------------


def known(mutant: str, about: str, question: QuestionResult) -> Known:
    """Return what is kept of a mutant whose own question was graded."""
    return Known(mutant, about, _failed(question), _rounded(writing.plain(question.values)))


def read(calibration: Path | zipfile.Path, questions: Iterable[str]) -> dict[str, list[Known]]:
    """Return what is known of each question: nothing, if it has no file."""
    return {question: list(_read(calibration, question).values()) for question in questions}


def keep(calibration: Path, mutants: Path, graded: Mapping[str, Iterable[Known]]) -> None:
    """Merge what was graded, by question, into the files; forget mutants whose file is gone."""
    for question, new in graded.items():
        there = {path.stem for path in (mutants / question).glob("*.py")}
        merged = _read(calibration, question) | {entry.mutant: entry for entry in new}
        content = {
            name: {"about": entry.about, "failed": entry.failed, "values": entry.values}
            for name, entry in merged.items()
            if name in there and entry.failed
        }
        text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        writing.replace(calibration / file_name(question), text)


def file_name(question: str) -> str:
    """Return the name of a question's file."""
    return f"{question}.mutants.json"


def _read(calibration: Path | zipfile.Path, question: str) -> dict[str, Known]:
    path = calibration / file_name(question)
    if not path.exists():
        return {}
    content = json.loads(path.read_text(encoding="utf-8"))
    return {name: Known(name, **entry) for name, entry in content.items()}


def _failed(question: QuestionResult) -> dict[str, str]:
    """Return what the tests said that failed by themselves, by title."""
    messages = {
        test.title: test.message.removesuffix(test.aside)
        for test in question.tests
        if not test.passed
    }
    return {title: text for title, text in messages.items() if text != _NOT_RUN}


_NOT_RUN = "Not run, because an earlier test failed."


def _rounded(value: Any) -> Any:
    """Return a value with four digits in its numbers: enough to compare, and small."""
    if isinstance(value, dict):
        return {name: _rounded(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value


# --- likeness ------------------------------------------------------------------------------------


def nearest(question: QuestionResult, known: Sequence[Known]) -> Likeness | None:
    """Return the mutant that a failed question resembles most; None if it resembles none enough."""
    said = _said(_failed(question))
    if question.score >= question.possible or not said or not known:
        return None
    others = [_said(mutant.failed) for mutant in known]
    common = Counter(phrase for other in others for phrase in other)
    weights = {phrase: math.log((len(known) + 1) / common[phrase]) for phrase in common}
    new = math.log(len(known) + 1)
    scores = [_likeness(said, other, weights, new) for other in others]
    best = max(scores)
    if best < LEAST:
        return None
    mutant = known[scores.index(best)]
    return Likeness(mutant.mutant, mutant.about, best)


_Said = dict[tuple[str, str], list[float]]
"""By a test's title and a phrase of its message with # for its numbers: these numbers."""

_NUMBER = re.compile(r"(?<![\w.])[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?(?!\w)", re.IGNORECASE)
_PLACE = re.compile(r" ?\(line \d+ of cell \d+\)")


def _said(failed: Mapping[str, str]) -> _Said:
    found: _Said = {}
    for title, message in failed.items():
        text = _PLACE.sub("", writing.shortened(message))
        for phrase in re.split(r"(?<=[.,;:])\s+", text):
            words = _NUMBER.sub("#", phrase)
            found.setdefault((title, words), []).extend(map(float, _NUMBER.findall(phrase)))
    return found


def _likeness(one: _Said, other: _Said, weights: Mapping[Any, float], new: float) -> float:
    both = sum(weights[p] * (1 + _near(one[p], other[p])) / 2 for p in one.keys() & other.keys())
    return both / sum(weights.get(phrase, new) for phrase in one.keys() | other.keys())


def _near(one: Sequence[float], other: Sequence[float]) -> float:
    pairs = list(zip(one, other, strict=False))
    if not pairs:
        return 1
    return sum(_ratio(*pair) for pair in pairs) / max(len(one), len(other))


def _ratio(a: float, b: float) -> float:
    if a == b:
        return 1
    if not (math.isfinite(a) and math.isfinite(b)) or a * b <= 0:
        return 0
    return min(abs(a), abs(b)) / max(abs(a), abs(b))
