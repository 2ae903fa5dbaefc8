"""Grade the whole corpus for real and compare with what is expected."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from gangrade.candidate.parent import WarmParent
from gangrade.corpus.cases import Case
from gangrade.grading.examiner import grade
from gangrade.part.course import Course
from gangrade.part.part import Autograder, Limits, Question
from gangrade.reports import feedback, misconceptions
from gangrade.results.result import QuestionResult, Result
from gangrade.verdicts.draws import showing_drawn
from gangrade.verdicts.training import JUDGED

DEFAULT = Limits()
EXPECTED = {"solution": "full", "variant": "full", "blank": "0", "mutant": "lost"}


@dataclass(frozen=True)
class Finding:
    """A case, its result, and what is wrong with it: nothing, if all is as expected."""

    case: Case
    result: Result
    surprises: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """What the table, and the file of an audit, keep of a finding."""

    case: str
    expected: str
    marks: dict[str, float]
    """By question, of those that were graded."""
    caught_by: tuple[str, ...]
    """The tests of its own question that a mutant fails."""
    seconds: float
    """CPU time of the candidate."""
    surprises: tuple[str, ...]
    page: str = ""
    """Where the page of a surprise lies."""
    known: dict[str, Any] | None = None
    """Of a mutant: the fields of a ``misconceptions.Known``."""


def dependents(questions: Sequence[Question], name: str) -> set[str]:
    """Return the questions that build on ``name``, directly or not."""
    found: set[str] = set()
    for question in questions:  # in the notebook's order, so one pass is enough
        if {name, *found} & set(question.needs):
            found.add(question.name)
    return found


def with_dependents(questions: Sequence[Question], case: Case) -> list[str] | None:
    """Return the questions that a case may change; None, for all, if it has no question.

    These are its own first, then others whose functions it replaces, and all that build on these.
    """
    if case.question is None:
        return None
    replaced = {case.question} | {q.name for q in questions if case.defines & {*q.functions}}
    found = replaced.union(*(dependents(questions, name) for name in replaced))
    return [case.question, *(q.name for q in questions if q.name in found - {case.question})]


def check(
    case: Case,
    autograder: Autograder,
    warm: WarmParent,
    only: Sequence[str] | None = None,
    limits: Limits = DEFAULT,
) -> Finding:
    """Grade a case, all questions or ``only`` some, and compare with what is expected."""
    with showing_drawn():
        result = grade(case.submission, autograder, warm, limits=limits, only=only)
    return Finding(case, result, tuple(_surprises(case, result, autograder)))


def audit(
    cases: Sequence[Case],
    autograder: Autograder,
    out: Path,
    full: bool = True,
    jobs: int = 1,
    resume: bool = False,
    progress: Callable[[Row], None] = lambda _row: None,
) -> list[Row]:
    """Check each case: every question if ``full``, else those that it may change.

    Each row is appended to ``out/audit.jsonl`` as soon as it is there, and each surprise gets a
    feedback page below ``out``. With ``resume``, rows that an earlier audit left there are taken
    over if the case, the autograder and the questions were the same, and nothing was a surprise.
    """
    path = out / "audit.jsonl"
    out.mkdir(parents=True, exist_ok=True)
    kept = _read(path) if resume else {}
    path.write_text("".join(f"{json.dumps(entry)}\n" for entry in kept.values()), encoding="utf-8")
    scope = f"{hashlib.sha256(autograder.path.read_bytes()).hexdigest()} {full}"
    keys = {case.name: _key(case, scope) for case in cases}
    rows = {name: _row(kept[key]["row"]) for name, key in keys.items() if key in kept}

    def check_one(case: Case) -> Row:
        only = None if full else with_dependents(autograder.automatic, case)
        finding = check(case, autograder, warm, only=only)
        if finding.surprises:
            feedback.write(finding.result, out)
        return _row_of(finding, out)

    missing = [case for case in cases if case.name not in rows]
    with WarmParent() as warm, ThreadPoolExecutor(jobs) as pool:
        futures = [pool.submit(check_one, case) for case in missing]
        try:
            for future in as_completed(futures):
                row = future.result()
                rows[row.case] = row
                if not row.surprises:
                    entry = {"key": keys[row.case], "row": asdict(row)}
                    with path.open("a", encoding="utf-8") as file:
                        file.write(json.dumps(entry) + "\n")
                progress(row)
        except BaseException:  # an interruption too: do not begin with the others
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [rows[case.name] for case in cases]


def _key(case: Case, scope: str) -> str:
    cells = json.dumps([(cell.number, cell.source) for cell in case.submission.cells])
    text = f"{case.name} {case.message} {sorted(case.may_lose)} {scope} {cells}"
    return hashlib.sha256(text.encode()).hexdigest()


def _read(path: Path) -> dict[str, dict[str, Any]]:
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return {entry["key"]: entry for entry in map(json.loads, lines)}


def _row(entry: dict[str, Any]) -> Row:
    values: Any = {name: tuple(v) if isinstance(v, list) else v for name, v in entry.items()}
    return Row(**values)


def _row_of(finding: Finding, out: Path) -> Row:
    case, questions = finding.case, finding.result.questions
    own = [question for question in questions if question.name == case.question]
    mutants = own if case.kind == "mutant" else []
    return Row(
        case=case.name,
        expected=EXPECTED[case.kind],
        marks={question.name: question.score for question in questions},
        caught_by=tuple(t.title for q in mutants for t in q.tests if not t.passed),
        seconds=round(sum(question.seconds for question in questions), 1),
        surprises=finding.surprises,
        page=str(out / case.name / "feedback.html") if finding.surprises else "",
        known=next((asdict(_known(case, question)) for question in mutants), None),
    )


def _known(case: Case, question: QuestionResult) -> misconceptions.Known:
    return misconceptions.known(case.name.rpartition("/")[2], case.about, question)


def keep_known(course: Course, part: str, rows: Sequence[Row]) -> None:
    """Keep what the mutants' failing tests said and measured, for reports."""
    graded: dict[str, list[misconceptions.Known]] = {}
    for row in rows:
        if row.known is not None:
            question = row.case.split("/")[1]
            graded.setdefault(question, []).append(misconceptions.Known(**row.known))
    misconceptions.keep(course.calibration(part), course.mutants(part), graded)


def _surprises(case: Case, result: Result, autograder: Autograder) -> list[str]:
    allowed_to_fail: set[str] = set()
    if case.kind == "mutant" and case.question is not None:
        allowed_to_fail = dependents(autograder.automatic, case.question)
    found = []
    for question in result.questions:
        messages = " ".join(test.message for test in question.tests if not test.passed)
        lost = question.score < question.possible
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
        elif lost and question.name in case.may_lose:
            failed = [test.message for test in question.tests if not test.passed]
            if not all(message.startswith(JUDGED) for message in failed):
                found.append(f"{question.name} lost its points, not only by weakness: {messages}")
        elif lost and question.name not in allowed_to_fail:
            found.append(f"{question.name} lost its points: {messages}")
        elif lost and "This question builds on" not in messages:
            found.append(f"{question.name} does not say what it builds on: {messages}")
    return found


def table(rows: Sequence[Row]) -> Table:
    """Return the findings as a table for the terminal.

    It has the points, the questions that were lost, and the first test that caught a mutant.
    """
    shown = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    shown.add_column("case", overflow="fold", min_width=22)
    shown.add_column("expected", no_wrap=True)
    shown.add_column("points", justify="right", no_wrap=True)
    shown.add_column("lost", overflow="fold", max_width=15)
    shown.add_column("CPU s", justify="right", no_wrap=True)
    shown.add_column("caught by", min_width=18)
    for row in rows:
        lost = [name for name, score in row.marks.items() if not score]
        shown.add_row(
            Text(row.case),
            row.expected,
            f"{sum(row.marks.values()):g}",
            Text("all" if len(lost) == len(row.marks) > 1 else ", ".join(lost)),
            f"{row.seconds:.0f}",
            Text(_first(row.caught_by)),
            style="red" if row.surprises else None,
        )
    return shown


def _first(titles: Sequence[str]) -> str:
    others = f" (and {len(titles) - 1} more)" if len(titles) > 1 else ""
    return "".join(titles[:1]) + others
