"""A made-up class: records of any number of submissions, as tests and pictures need them."""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gankit
import numpy as np
from gangrade.reports import class_page
from gangrade.reports.misconceptions import Misconception
from gangrade.results.failure import Failure, Place, Why
from gangrade.results.records import Record
from gangrade.results.result import Evidence, QuestionResult, Result, TestResult
from gangrade.subjects import SUBJECTS

QUESTIONS = {
    "data_relation": 2.0, "he_init": 4.0, "adam": 4.0, "gan_losses": 4.0,
    "gan_step": 6.0, "cubic_gan": 8.0, "mode_collapse": 6.0, "digit_gan": 8.0,
}  # fmt: skip
MANUAL = ("adam_written", "collapse_written")
TESTS = 5
"""Of each question; a weaker submission fails more of them."""
PICTURES = {"cubic_gan": "curve", "mode_collapse": "ring", "digit_gan": "digits"}

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "<img src=x onerror=alert(2)>",
    "=1+1",
    "\u202eltr\u2028line\u2029",
    "half \ud800 character",
    "javascript:alert(3)",
    "x" * 200,
    "]]>&amp;\"'`${alert(4)}",
    "nul\0 and \x1b[31m",
]
"""Names and messages that must stay text."""


def records(count: int, seed: int = 0) -> Iterator[Record]:
    """Yield records of a class: every tenth or so failed somewhere, a few could not be graded."""
    random = np.random.default_rng(seed)
    common = random.integers(0, 2**32, 400)
    copied: tuple[int, ...] = ()
    for number in range(count):
        name = f"submission_{number + 1}-gan"
        if number % 23 == 7:
            yield refused(
                name, ["The file is empty.", "This is not a notebook but a PDF file."][number % 2]
            )
            continue
        own = random.integers(0, 2**32, 150)
        pieces = tuple(np.unique([*common[random.random(400) < 0.6], *own]).tolist())
        if number % 50 == 2 and copied:
            pieces = copied
        copied = pieces
        yield record(name, random.normal(0.8, 1), random, fingerprint=pieces)


def refused(name: str, status: str) -> Record:
    """A submission that could not be graded."""
    return Record(Result(name, "image_gan", status))


def record(
    name: str = "ada",
    ability: float = 3.0,
    random: np.random.Generator | None = None,
    fingerprint: tuple[int, ...] = (),
    message: str = "The limit should be 0.577, but it is",
    **fields: Any,
) -> Record:
    """A submission of somebody with this ability: 0 fails about half, 3 almost nothing."""
    random = random or np.random.default_rng(0)
    questions, evidence = [], {}
    for place, (question, points) in enumerate(QUESTIONS.items()):
        passes = ability + random.normal(0, 0.7) > place / 4 - 0.8
        failed = (
            set() if passes else set(random.choice(TESTS, random.integers(1, 4), replace=False))
        )
        values: dict[str, Any] = {}
        if question in PICTURES:
            seen = evidence[question] = picture(PICTURES[question], random, passes)
            subject = SUBJECTS[seen.subject]
            values = {
                f"{subject.fixed}: {measure.name}": float(random.random())
                for measure in subject.measures
            }
        tests = tuple(
            TestResult(
                _title(question, number + 1),
                Failure(f"{message} {random.random():.3f}.") if number in failed else None,
                hidden=number > 2,
                values=values if number == TESTS - 1 else {},
                pictured=question in PICTURES and number == TESTS - 1,
            )
            for number in range(TESTS)
        )
        questions.append(
            QuestionResult(question, points, 0 if failed else points, tests, random.gamma(2))
        )
    cells = [
        Failure(
            "what it said",
            Why.RAISED,
            cell=int(random.integers(40)),
            type=kind,
            place=Place(7, 2),
        )
        for kind in ("NameError", "SyntaxError")
        if random.random() > 0.7 + ability / 4
    ]
    result = {
        "questions": tuple(questions),
        "manual": MANUAL,
        "failed_cells": tuple(cells),
        "evidence": evidence,
        "seconds": {"start": 0.1, "cells": random.gamma(2), "tests": 20 + 5 * random.gamma(2)},
        "peak_memory": 1000 + 200 * random.random(),
        **fields,
    }
    return Record(Result(name, "image_gan", None, **result), fingerprint=fingerprint)


def known() -> dict[str, list[Misconception]]:
    """Two known misconceptions of each question: each fails one test."""
    said = "The limit should be 0.577, but it is 0.500."
    return {
        question: [
            Misconception(
                f"fails_{n}", f"Fails test {n} of {question}.", {_title(question, n): said}, {}
            )
            for n in (1, 2)
        ]
        for question in QUESTIONS
    }


def _title(question: str, number: int) -> str:
    return f"Test {number} looks at one property of {question}."


def picture(subject: str, random: np.random.Generator, learned: bool = True) -> Evidence:
    """Samples of a generator that learned its target, or did not, with losses."""
    target: Any = SUBJECTS[subject].fixed_target()
    noise = 0.02 if learned else 0.2
    samples: Any
    if subject == "curve":
        samples = random.permutation(target.points(4000)) + random.normal(0, noise, (4000, 2))
    elif subject in ("ring", "wring"):
        centres = target.centres if learned else target.centres[:3]
        samples = gankit.sample_ring(4000, centres, target.sigma, random)
    else:
        images = _digits()
        samples = images[random.integers(0, len(images), 48)] / 127.5 - 1
        samples = samples + random.normal(0, 4 * noise, samples.shape)
    swing = random.normal(0, 0.05, (2, 3000))
    losses = {
        "d_loss": (2 * np.log(2) + swing[0]).tolist(),
        "g_loss": (np.log(2) + swing[1] + np.exp(-np.arange(3000) / 300)).tolist(),
    }
    return Evidence("gan", subject, target, np.asarray(samples, np.float32), losses)


@functools.cache
def _digits() -> Any:
    return SUBJECTS["digits"].fixed_target().images


if __name__ == "__main__":
    class_page.write(records(int(sys.argv[1])), Path(sys.argv[2]), (), known())
