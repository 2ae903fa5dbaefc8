"""Grade the whole corpus for real and compare with what is expected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from rich.table import Table

from gangrade.candidate import WarmParent
from gangrade.corpus import Case
from gangrade.examiner import Autograder, Question, grade
from gangrade.results import Result


@dataclass(frozen=True)
class Finding:
    """A case, its result, and what is wrong with it: nothing, if all is as expected."""

    case: Case
    result: Result
    surprises: tuple[str, ...]


def dependents(questions: Sequence[Question], name: str) -> set[str]:
    """Return the questions that build on ``name``, directly or not."""
    found: set[str] = set()
    for question in questions:  # in the notebook's order, so one pass is enough
        if {name, *found} & set(question.needs):
            found.add(question.name)
    return found


def check(
    case: Case, autograder: Autograder, warm: WarmParent, only: Sequence[str] | None = None
) -> Finding:
    """Grade a case, all questions or ``only`` some, and compare with what is expected."""
    result = grade(case.submission, autograder, warm, only=only)
    return Finding(case, result, tuple(_surprises(case, result, autograder)))


def audit(
    cases: Sequence[Case],
    autograder: Autograder,
    full: bool = True,
    jobs: int = 1,
    progress: Callable[[Case], None] = lambda _case: None,
) -> list[Finding]:
    """Check each case: every question if ``full``, else its own and those that build on it."""

    def check_one(case: Case) -> Finding:
        only = None
        if not full and case.question is not None:
            only = [case.question, *dependents(autograder.automatic, case.question)]
        finding = check(case, autograder, warm, only)
        progress(case)
        return finding

    with WarmParent() as warm, ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(check_one, cases))


def _surprises(case: Case, result: Result, autograder: Autograder) -> list[str]:
    allowed_to_fail: set[str] = set()
    if case.kind == "mutant" and case.question is not None:
        allowed_to_fail = dependents(autograder.automatic, case.question)
    found = []
    for question in result.questions:
        messages = " ".join(test.message for test in question.tests if not test.passed)
        must_fail = case.kind == "blank" or (
            case.kind == "mutant" and question.name == case.question
        )
        if must_fail:
            if question.score > 0:
                found.append(f"{question.name} got {question.score:g} points")
            elif not messages:
                found.append(f"{question.name} failed without a message")
            elif case.message and question.name == case.question and case.message not in messages:
                found.append(f"{question.name} does not say “{case.message}”, but: {messages}")
        elif question.score < question.possible and question.name not in allowed_to_fail:
            found.append(f"{question.name} lost its points: {messages}")
    return found


def table(findings: Sequence[Finding]) -> Table:
    """Return the findings as a table for the terminal."""
    shown = Table("case", "expected", "marks", "seconds", "surprises", title="Audit")
    expected = {"solution": "full", "variant": "full", "blank": "0", "mutant": "question lost"}
    for finding in findings:
        marks = " ".join(f"{q.name}:{q.score:g}/{q.possible:g}" for q in finding.result.questions)
        seconds = sum(question.seconds for question in finding.result.questions)
        shown.add_row(
            finding.case.name,
            expected[finding.case.kind],
            marks,
            f"{seconds:.0f}",
            "; ".join(finding.surprises) or "none",
            style="red" if finding.surprises else None,
        )
    return shown
