"""results.json, in the format of Gradescope's autograder specification.

Source: https://gradescope-autograders.readthedocs.io/en/latest/specs/
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from gangrade import writing
from gangrade.part.points import shares
from gangrade.reports import html, pictures
from gangrade.reports.gradescope_settings import UNKNOWN, Handed, Settings
from gangrade.results import sentences
from gangrade.results.failure import Failure, Why
from gangrade.results.lateness import NO_COST
from gangrade.results.result import DOUBTS, QuestionResult, Result, Scale, TestResult
from gangrade.subjects import SUBJECTS

PLAIN = Settings(output="text", leaderboard=False)
"""For results that no host shows."""


def write(result: Result, path: Path, settings: Settings = PLAIN, handed: Handed = UNKNOWN) -> None:
    """Write results.json."""
    writing.replace(path, dumps(result, settings, handed))


def dumps(result: Result, settings: Settings = PLAIN, handed: Handed = UNKNOWN) -> str:
    """Return the text of results.json."""
    document = content(result, settings, handed)
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def content(result: Result, settings: Settings = PLAIN, handed: Handed = UNKNOWN) -> dict[str, Any]:
    """Return the content of results.json.

    Questions that a person marks are not in it. The score is 0 where nothing could be graded.
    """
    entries = [
        entry
        for number, question in enumerate(result.questions if result.graded else (), 1)
        for entry in _entries(number, question, result, settings=settings)
    ]
    fault, entry = _fault(result, settings)
    if entry:
        entries.insert(0, entry)
    score = result.score if result.graded else 0
    penalty, lateness = handed.lateness(settings.late, score, result.possible)
    if settings.hidden_tests != "visible":  # what is taken away may tell how much there was
        untold = replace(settings.late, per_day=NO_COST)
        lateness = handed.lateness(untold, score, result.possible)[1]
    document = {
        "score": round(score - penalty, 2),
        "execution_time": round(sum(result.seconds.values()), 2),
        "output": _overall(result, settings, lateness, penalty=penalty),
        "output_format": settings.output,
        "test_output_format": settings.output,
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": entries,
        "extra_data": {
            "values": {
                question.name: writing.plain(question.values) for question in result.questions
            },
            "seconds": writing.plain(result.seconds),
            "question_seconds": {q.name: writing.plain(q.seconds) for q in result.questions},
            "peak_memory_mb": writing.plain(result.peak_memory),
            "late_seconds": handed.late.total_seconds() if handed.late else 0,
            "late_penalty": penalty,
            **({FAULT: fault} if fault else {}),
        },
    }
    if settings.leaderboard and settings.hidden_tests == "visible":
        document["leaderboard"] = list(_leaderboard(result))
    return document


_FAILED = "The grader itself failed: an instructor must look at this submission"
_NOT_JUDGED = "Not judged: an instructor must look at this submission"
FAULT = "grader_failed"
"""The key of ``extra_data`` that says what failed in the grader itself. Instructors look for it in
Gradescope's export, so it is there in whatever ends us: ``image/run_autograder`` writes it too."""


def _fault(result: Result, settings: Settings) -> tuple[str, dict[str, Any] | None]:
    """Return why somebody must look, and what stands above all tests then, so that it is seen.

    Nothing and None, if the grader could do its work.
    """
    reasons = [result.fault] if result.fault else []
    for why in DOUBTS:
        names = [name for name, reason in result.doubtful.items() if reason is why]
        reasons += [f"in {', '.join(names)}, {sentences.doubt(why)}"] if names else []
    if not reasons:
        return "", None
    told = writing.one_line("; ".join(reasons))[:300]
    ours = result.fault or Why.INSTRUMENT in result.doubtful.values()
    return told, {
        "name": _FAILED if ours else _NOT_JUDGED,
        "number": "0",
        "status": "failed",
        "score": 0,
        "max_score": 0,
        "output": f"It is no fault of yours: {told}." if ours else f"{told[0].upper()}{told[1:]}.",
        "output_format": "text",
        # Only a test that may be hidden tells of a doubt.
        "visibility": "visible" if result.fault else settings.hidden_tests,
    }


def _overall(result: Result, settings: Settings, lateness: str, penalty: float) -> str:
    # Where hidden tests are not shown, marks would tell how they went.
    marks = settings.hidden_tests == "visible"
    if settings.output == "html":
        template = html.templates.get_template("reports/gradescope_overall.html")
        values = {"result": result, "marks": marks, "late": lateness, "penalty": penalty}
        return template.render(values).strip()
    lines = [lateness] if lateness else []
    if not result.graded:
        lines.append(f"Not graded: {result.status}")
    elif marks:
        score = writing.points(result.score - penalty)
        lines.append(f"{score} of {writing.points(result.possible)} points.")
    if result.graded and result.manual:
        lines.append(f"Marked by a person: {', '.join(result.manual)}.")
    return "\n".join([*lines, *map(writing.shortened, result.notes)])


def _entries(
    number: int, question: QuestionResult, result: Result, settings: Settings
) -> Iterator[dict[str, Any]]:
    """Yield one entry for each test of a question; they share its points."""
    tests = question.tests or (TestResult("no test ran", Failure(html.NO_TESTS), hidden=False),)
    show_hidden = settings.hidden_tests == "visible"
    # The points of a public test would tell how hidden ones went: then those have them all.
    hidden_only = not show_hidden and any(test.hidden for test in tests)
    if question.by_test:  # what a public test gives tells nothing of hidden ones
        hidden_only = False
    share = sum(test.hidden or not hidden_only for test in tests)
    possible = shares(question.possible, share)
    scores = iter(
        [worth if test.passed else 0 for test, worth in zip(tests, possible, strict=True)]
        if question.by_test
        else shares(question.score, share)
    )
    worths = iter(possible)
    for place, test in enumerate(tests, 1):
        entry: dict[str, Any] = {
            "name": f"{question.name}: {test.title}",
            "number": f"{number}.{place}",
            "status": "passed" if test.passed else "failed",
            "output_format": settings.output,
            "visibility": settings.hidden_tests if test.hidden else "visible",
        }
        if test.hidden or not hidden_only:
            entry |= {"score": next(scores), "max_score": next(worths)}
        needs_all = test.passed and not (question.complete or question.by_test) and show_hidden
        if not show_hidden and not test.hidden:  # other questions may have failed by hidden tests
            test = replace(test, builds_on=())
        entry["output"] = _output(test, question, needs_all, result=result, settings=settings)
        yield entry


def _output(
    test: TestResult, question: QuestionResult, needs_all: bool, result: Result, settings: Settings
) -> str:
    if settings.output == "html":
        evidence = result.evidence.get(question.name) if test.pictured else None
        images = pictures.draw(evidence, pixels=True) if evidence else []
        template = html.templates.get_template("reports/gradescope_test.html")
        return template.render(test=test, needs_all=needs_all, pictures=images).strip()
    lines = [writing.shortened(test.message)] if test.message else []
    lines += [html.NEEDS_ALL] if needs_all else []
    for name, value in test.values.items():
        scale = test.scales.get(name, Scale(""))
        limits = f" {'✓' if scale.met else '✗'} ({scale.limits})" if scale.limits else ""
        lines.append(f"{sentences.measured(name, scale.words)}: {writing.shown(value)}{limits}")
    return "\n".join(lines)


def _leaderboard(result: Result) -> Iterator[dict[str, Any]]:
    """Yield how near each trained question that has its points came to its known target.

    Without its points a number means nothing: copies of the real samples have the best one.
    """
    for question in result.questions:
        evidence = result.evidence.get(question.name)
        if evidence is None or not question.complete:
            continue
        subject = SUBJECTS[evidence.subject]
        value = question.values.get(f"{subject.fixed}: {subject.leader}")
        if subject.leader and isinstance(value, int | float) and math.isfinite(value):
            name = f"{question.name}: {subject.leader} ({subject.fixed})"
            yield {"name": name, "value": value, "order": "asc"}
