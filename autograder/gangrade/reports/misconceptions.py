"""Which known misconception does a failing answer resemble most?

The corpus has mutants, one misconception each. Why their tests failed and what they measured is
kept beside the calibration, as ``<question>.mutants.json``. A failing answer is compared with that:
the tests that failed, the words that tell why, and the numbers in them.
"""

from __future__ import annotations

import functools
import itertools
import json
import math
import re
import statistics
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gangrade import writing
from gangrade.results.failure import Failure, Why
from gangrade.results.result import QuestionResult

LEAST = 0.85
"""Nothing is said of an answer that resembles no mutant more than this."""
AS_NEAR = 0.02
"""Other draws of the same mutant change its likeness as much."""
MOST = 3
"""An answer that is as near to more mutants resembles none in particular."""


@dataclass(frozen=True)
class Misconception:
    """One mutant as it was graded."""

    mutant: str
    """Its file's name without .py."""
    about: str
    """The first line of its docstring: what the misconception is."""
    failed: Mapping[str, str]
    """Why each test failed, by the test's title: words to compare, not a message."""
    values: Mapping[str, Any]
    """What was measured, by name."""


@dataclass(frozen=True)
class Likeness:
    """The mutant that an answer resembles most."""

    mutant: str
    about: str
    score: float
    """0 to 1."""


def known(mutant: str, about: str, question: QuestionResult) -> Misconception:
    """Return what is kept of a mutant whose own question was graded."""
    return Misconception(
        mutant, about, _failed(question), values=_rounded(writing.plain(question.values))
    )


def read(
    calibration: Path | zipfile.Path, questions: Iterable[str]
) -> dict[str, list[Misconception]]:
    """Return what is known of each question: nothing, if it has no file."""
    return {question: list(_read(calibration, question).values()) for question in questions}


def keep(calibration: Path, mutants: Path, graded: Mapping[str, Iterable[Misconception]]) -> None:
    """Merge what was graded, by question, into the files; forget mutants whose file is gone."""
    for question, new in graded.items():
        there = {path.stem for path in (mutants / question).glob("*.py")}
        entries = _read(calibration, question) | {entry.mutant: entry for entry in new}
        content = {
            name: {"about": entry.about, "failed": entry.failed, "values": entry.values}
            for name, entry in entries.items()
            if name in there and entry.failed
        }
        text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        writing.replace(calibration / file_name(question), text)


def file_name(question: str) -> str:
    """Return the name of a question's file."""
    return f"{question}.mutants.json"


def _read(calibration: Path | zipfile.Path, question: str) -> dict[str, Misconception]:
    path = calibration / file_name(question)
    if not path.exists():
        return {}
    content = json.loads(path.read_text(encoding="utf-8"))
    return {name: Misconception(name, **entry) for name, entry in content.items()}


def _failed(question: QuestionResult) -> dict[str, str]:
    """Return why the tests failed that failed by themselves, by title, without places in code."""
    return {
        test.title: writing.shortened(_words(test.failure))  # a student's may be very long
        for test in question.tests
        if test.failure and test.failure.why not in {Why.NOT_RUN, Why.INSTRUMENT, Why.REPLACED}
    }


def _words(failure: Failure) -> str:
    """Return what tells a failure from others: its data, not the sentence that is made of them."""
    said = _FOLDER.sub("", failure.text)
    if failure.why in {Why.WRONG, Why.JUDGED}:
        return said
    kind = " ".join(filter(None, [failure.function, failure.why, failure.type]))
    said += _words(failure.cause) if failure.cause else ""
    said += " ".join((*failure.gap.where, failure.gap.expected.kind)) if failure.gap else ""
    return f"{kind}: {said}" if said else kind


_FOLDER = re.compile(r'(?<=")/[^"\n]*/')
"""Of a file that an exception names."""


def _rounded(value: Any) -> Any:
    """Return a value with four digits in its numbers: enough to compare, and small."""
    if isinstance(value, dict):
        return {name: _rounded(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value


def nearest(question: QuestionResult, known: Sequence[Misconception]) -> Likeness | None:
    """Return the mutant that a failed question resembles most; None if it resembles none enough.

    Where two or three are as near, it names them all; where more are, the answer tells too little.
    So does one that builds on a failed question: what it says may come from there.
    """
    failures = _failed(question)
    builds_on_failed = any(test.builds_on for test in question.tests)
    if question.complete or not failures or builds_on_failed:
        return None
    scores = _scores(failures, known)
    best = max(scores, default=0.0)
    near = [mutant for mutant, score in zip(known, scores, strict=True) if score >= best - AS_NEAR]
    if best < LEAST or len(near) > MOST:
        return None
    names, about = ([getattr(m, field) for m in near] for field in ("mutant", "about"))
    return Likeness(" or ".join(names), " Or: ".join(about), best)


_Phrase = tuple[str, str]
"""A test's title, and a piece of its message with # for each number."""


def _scores(failed: Mapping[str, str], known: Sequence[Misconception]) -> list[float]:
    """Return for each mutant how much of what either says both say, in words and in numbers.

    Each phrase weighs as much as it tells: what fewer mutants say weighs more.
    """
    phrases, others = _said(failed), [_said(mutant.failed) for mutant in known]
    common = Counter(phrase for other in others for phrase in other)
    weights = {
        phrase: math.log((len(known) + 1) / (common[phrase] or 1))
        for phrase in phrases.keys() | common.keys()
    }

    def score(other: Mapping[_Phrase, Sequence[float]]) -> float:
        both = phrases.keys() & other.keys()
        same = math.fsum(
            weights[phrase] * (1 + _near(phrases[phrase], other[phrase])) / 2 for phrase in both
        )
        return same / math.fsum(weights[phrase] for phrase in phrases.keys() | other.keys())

    return [score(other) for other in others]


def _said(failed: Mapping[str, str]) -> dict[_Phrase, Sequence[float]]:
    """Return the numbers in each phrase of what the tests said."""
    return {
        (title, words): numbers
        for title, message in failed.items()
        for words, numbers in _phrases(message).items()
    }


@functools.lru_cache(maxsize=10_000)  # mutants are met again, and many answers say the same
def _phrases(message: str) -> Mapping[str, Sequence[float]]:
    numbers: dict[str, list[float]] = {}
    for phrase in _END.split(message):
        numbers.setdefault(_NUMBER.sub("#", phrase), []).extend(map(float, _NUMBER.findall(phrase)))
    return numbers


_END = re.compile(r"(?<=[.,;:])\s+")
_NUMBER = re.compile(r"(?<![\w.])[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?(?!\w)", re.IGNORECASE)


def _near(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the mean ratio of numbers that stand in the same place."""
    pairs = itertools.zip_longest(one, other, fillvalue=math.nan)
    return statistics.fmean([_ratio(*pair) for pair in pairs] or [1])


def _ratio(a: float, b: float) -> float:
    """Return the smaller by the larger; 0 for other signs and for what has no ratio."""
    if a == b:
        return 1
    low, high = sorted([abs(a), abs(b)])
    return low / high if a * b > 0 and high < math.inf else 0
