"""Grade the whole corpus for real and compare with what is expected."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path

from rich import box
from rich.table import Table
from rich.text import Text

from gangrade.candidate.parent import WarmParent
from gangrade.corpus import baseline
from gangrade.corpus.baseline import Entry
from gangrade.corpus.cases import Case
from gangrade.corpus.own import Changes
from gangrade.grading.examiner import grade
from gangrade.part.course import Course
from gangrade.part.part import Autograder, Limits, Question
from gangrade.reports import feedback, misconceptions
from gangrade.results.failure import Why
from gangrade.results.result import QuestionResult, Result
from gangrade.verdicts.draws import showing_drawn

DEFAULT = Limits()
EXPECTED = {"solution": "full", "variant": "full", "blank": "0", "mutant": "lost"}


@dataclass(frozen=True)
class Finding:
    """A case, its result, and what is wrong with it: nothing, if all is as expected."""

    case: Case
    result: Result
    surprises: tuple[str, ...]


@dataclass(frozen=True)
class AuditRow:
    """What the table of an audit, and its record, keep of a finding."""

    case: str
    expected: str
    marks: Mapping[str, float] = field(default_factory=dict)
    """By question, of those that were graded."""
    lost: tuple[str, ...] = ()
    """The questions of which a test failed."""
    caught_by: tuple[str, ...] = ()
    """The tests of its own question that a mutant fails."""
    seconds: float = 0
    """CPU time of the candidate."""
    surprises: tuple[str, ...] = ()
    page: str = ""
    """Where the page of a surprise lies."""
    known: misconceptions.Misconception | None = None
    """What is kept of a mutant for reports."""
    entry: Entry | None = None
    """What goes into the record; nothing of a surprise."""


def dependents(questions: Sequence[Question], name: str) -> set[str]:
    """Return the questions that build on ``name``, directly or not."""
    names: set[str] = set()
    for question in questions:  # in the notebook's order, so one pass is enough
        if {name, *names} & set(question.needs):
            names.add(question.name)
    return names


def with_dependents(questions: Sequence[Question], case: Case) -> list[str] | None:
    """Return the questions to grade: those that a case may change. None are all.

    Of a case with a question these are its own first, then others whose functions it replaces, and
    all that build on these.
    """
    if case.asked is not None or case.question is None:
        return None if case.asked is None else [*case.asked]
    names = {case.question} | {q.name for q in questions if case.defines & {*q.functions}}
    found = names.union(*(dependents(questions, name) for name in names))
    return [case.question, *(q.name for q in questions if q.name in found - {case.question})]


def reached(cases: Sequence[Case], changes: Changes, questions: Sequence[Question]) -> list[Case]:
    """Return the cases that show whether a course's changes are right, each with what to grade.

    These are the solution and the unsolved notebook, in the questions that changed and in those
    that build on changed code; all cases of these questions; and right answers to others where a
    changed question builds on them.
    """
    if changes.everything:
        return [*cases]
    run = changes.tests | changes.code
    names = {q.name for q in questions} & (changes.asked | run)
    names = names.union(*(dependents(questions, name) for name in changes.code))
    found = []
    for case in cases:
        if case.question is None:
            own = names
        else:
            mine = case.question in names or case.name in changes.cases
            own = {case.question} if mine else set()
            if case.kind == "variant":
                own |= {*(with_dependents(questions, case) or ())} & run
        if own:
            found.append(replace(case, asked=tuple(q.name for q in questions if q.name in own)))
    return found


def key_of(case: Case, autograder: Autograder) -> str:
    """Return the hash of what of its questions' own decides what a case gets."""
    names = with_dependents(autograder.automatic, case)
    asked = [q for q in autograder.automatic if names is None or q.name in names]
    expected = [case.kind, case.message or "", *sorted(case.may_lose)]
    return baseline.key(autograder, asked, case.submission, expected=expected)


def cost(case: Case, autograder: Autograder) -> float:
    """Return how many seconds a case takes at most, if what it may change is graded.

    Questions are allowed ten times of what they mostly need.
    """
    names = with_dependents(autograder.automatic, case)
    return sum(q.seconds for q in autograder.automatic if names is None or q.name in names) / 10


def check(
    case: Case,
    autograder: Autograder,
    warm: WarmParent,
    only: Sequence[str] | None = None,
    limits: Limits = DEFAULT,
    *,
    student: str = "",
) -> Finding:
    """Grade a case, all questions or ``only`` some, and compare with what is expected.

    Each ``student`` meets other draws.
    """
    with showing_drawn():
        result = grade(case.submission, autograder, warm, limits=limits, student=student, only=only)
    return Finding(case, result, tuple(_surprises(case, result, autograder)))


def audit_cases(
    cases: Sequence[Case],
    autograder: Autograder,
    out: Path,
    *,
    full: bool = True,
    jobs: int = 1,
    deadline: float = math.inf,
    recorded: Mapping[str, Entry] | None = None,
    progress: Callable[[AuditRow], None] = lambda _row: None,
) -> list[AuditRow]:
    """Check each case: every question if ``full``, else those that it may change.

    Each surprise gets a feedback page below ``out``. No case begins that may not be over at the
    ``deadline``, on the monotonic clock. A difference from what is ``recorded`` is a surprise too,
    and each surprise is then tried once more with other draws: it may have been chance.
    """
    trained = {q.name for q in autograder.automatic if q.training is not None}

    def row_of(case: Case, student: str) -> AuditRow:
        only = None if full else with_dependents(autograder.automatic, case)
        finding = check(case, autograder, warm, only=only, student=student)
        entry = _entry(finding, autograder)
        if recorded is not None and case.name in recorded:
            differences = recorded[case.name].differences(entry, trained)
            finding = replace(finding, surprises=(*finding.surprises, *differences))
        return _row(finding, entry, out)

    def check_one(case: Case) -> AuditRow | None:
        if time.monotonic() + cost(case, autograder) > deadline:
            return None
        row = row_of(case, "")
        if recorded is None or not row.surprises:
            return row
        return row_of(case, "another")

    rows: dict[str, AuditRow] = {}
    with WarmParent() as warm, ThreadPoolExecutor(jobs) as pool:
        futures = [pool.submit(check_one, case) for case in cases]
        try:
            for future in as_completed(futures):
                row = future.result()
                if row is not None:
                    rows[row.case] = row
                    progress(row)
        except BaseException:  # an interruption too: do not begin with the others
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [rows[case.name] for case in cases if case.name in rows]


def _entry(finding: Finding, autograder: Autograder) -> Entry:
    """Return what the record keeps: of the questions that the case may change."""
    names = with_dependents(autograder.automatic, finding.case)
    own = [q for q in finding.result.questions if names is None or q.name in names]
    failed = {q.name: [test.title for test in q.tests if not test.passed] for q in own}
    return Entry(
        case=finding.case.name,
        key=key_of(finding.case, autograder),
        marks={question.name: question.score for question in own},
        failed={name: titles for name, titles in failed.items() if titles},
        machinery=baseline.machinery(),
    )


def _row(finding: Finding, entry: Entry, out: Path) -> AuditRow:
    case, questions = finding.case, finding.result.questions
    if finding.surprises:
        feedback.write(finding.result, out)
    mutated = [q for q in questions if case.kind == "mutant" and q.name == case.question]
    return AuditRow(
        case=case.name,
        expected=EXPECTED[case.kind],
        marks={question.name: question.score for question in questions},
        lost=tuple(question.name for question in questions if not question.complete),
        caught_by=_caught_by(case, entry),
        seconds=round(sum(question.seconds for question in questions), 1),
        surprises=finding.surprises,
        page=str(out / case.name / "feedback.html") if finding.surprises else "",
        known=next((_known(case, question) for question in mutated), None),
        entry=None if finding.surprises else entry,
    )


def recorded_row(case: Case, entry: Entry) -> AuditRow:
    """Return the row of a case that is not graded again."""
    return AuditRow(
        case.name,
        EXPECTED[case.kind],
        entry.marks,
        lost=tuple(entry.failed),
        caught_by=_caught_by(case, entry),
        entry=entry,
    )


def _caught_by(case: Case, entry: Entry) -> tuple[str, ...]:
    return tuple(entry.failed.get(case.question or "", ())) if case.kind == "mutant" else ()


def _known(case: Case, question: QuestionResult) -> misconceptions.Misconception:
    return misconceptions.known(case.name.rpartition("/")[2], case.about, question)


def keep_known(course: Course, part: str, row: AuditRow) -> None:
    """Keep what a mutant's failing tests said and measured, for reports."""
    if row.known is not None:
        mutants = {row.case.split("/")[1]: [row.known]}
        misconceptions.keep(course.calibration(part), course.mutants(part), mutants)


def _surprises(case: Case, result: Result, autograder: Autograder) -> list[str]:
    allowed_to_fail: set[str] = set()
    if case.kind == "mutant" and case.question is not None:
        allowed_to_fail = dependents(autograder.automatic, case.question)
    surprises = []
    for question in result.questions:
        failed = [test for test in question.tests if test.failure]
        messages = " ".join(test.message for test in failed)
        lost = not question.complete
        must_fail = case.kind == "blank" or (
            case.kind == "mutant" and question.name == case.question
        )
        if must_fail:
            if question.score > 0 and (question.complete or not question.by_test):
                surprises.append(f"{question.name} got {question.score:g} points")
            elif not messages:
                surprises.append(f"{question.name} failed without a message")
            elif case.message and question.name == case.question and case.message not in messages:
                surprises.append(f"{question.name} does not say “{case.message}”, but: {messages}")
        elif lost and question.name in case.may_lose:
            if not all(test.failure and test.failure.why is Why.JUDGED for test in failed):
                surprises.append(
                    f"{question.name} lost its points, not only by weakness: {messages}"
                )
        elif lost and question.name not in allowed_to_fail:
            surprises.append(f"{question.name} lost its points: {messages}")
        elif lost and not any(test.builds_on for test in failed):
            surprises.append(f"{question.name} does not say what it builds on: {messages}")
    return surprises


def table(rows: Sequence[AuditRow]) -> Table:
    """Return the findings as a table for the terminal.

    It has the points, the questions that were lost, and the first test that caught a mutant.
    """
    view = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    view.add_column("case", overflow="fold", min_width=22)
    view.add_column("expected", no_wrap=True)
    view.add_column("points", justify="right", no_wrap=True)
    view.add_column("lost", no_wrap=True)
    view.add_column("CPU s", justify="right", no_wrap=True)
    view.add_column("caught by", min_width=18)
    for row in rows:
        view.add_row(
            Text(row.case),
            row.expected,
            f"{sum(row.marks.values()):g}",
            Text("all" if len(row.lost) == len(row.marks) > 1 else "\n".join(row.lost)),
            f"{row.seconds:.0f}",
            Text(_first(row.caught_by)),
            style="red" if row.surprises else None,
        )
    return view


def _first(titles: Sequence[str]) -> str:
    others = f" (and {len(titles) - 1} more)" if len(titles) > 1 else ""
    return "".join(titles[:1]) + others
