"""How many mutants by operators the tests of a question find.

Each definition that a student writes is changed by each of the ``operators``, and the mutant is
graded for real: by those tests of its question that ask for a function which the change can reach,
up to the first that fails. ``solutions/<part>/mutation.jsonl`` keeps what came of each, with a hash
of the tests and of the code; ``solutions/<part>/equivalents.toml`` says of which survivors the text
of the question permits what they do, and why.
"""

from __future__ import annotations

import contextlib
import copy
import json
import random
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from rich import box
from rich.table import Table

from gangrade import writing
from gangrade.candidate.parent import WarmParent
from gangrade.corpus import baseline, cases, operators
from gangrade.corpus.cases import Case, CorpusError
from gangrade.grading.judge import Exam
from gangrade.grading.notebook import Notebook
from gangrade.grading.sitting import Sitting
from gangrade.intake.submission import Submission, code_hash
from gangrade.part.course import Course
from gangrade.part.part import Autograder, Limits, Question
from gangrade.results.failure import Why
from gangrade.results.result import TestResult
from gangrade.verdicts.draws import Grading

Item = TypeVar("Item")
"""A mutant, or an answer."""
Graded = TypeVar("Graded")
"""The row of one."""


class Outcome(StrEnum):
    """What comes of a mutant."""

    KILLED = "killed"
    """A test of its question failed, by what it found or by an exception of the mutant's."""
    SURVIVED = "survived"
    STOPPED = "stopped"
    """It used too much time or memory: no test has found anything."""
    UNJUDGED = "unjudged"
    """The test itself could not deal with what it got."""


_NOT_KILLED = {
    Why.ENDED: Outcome.STOPPED,
    Why.OUT_OF_TIME: Outcome.STOPPED,
    Why.PAST_DEADLINE: Outcome.STOPPED,
    Why.NOT_RUN: Outcome.STOPPED,
    Why.WRONG_FORM: Outcome.UNJUDGED,
}


@dataclass(frozen=True)
class Mutant:
    """A solution with one change by an operator."""

    question: str
    function: str
    """The definition that is changed."""
    operator: str
    change: str
    submission: Submission
    trained: bool
    """Whether only tests that train can find it."""
    tests: tuple[int, ...]
    """The places of those tests of its question that ask for what the change can reach."""

    @property
    def name(self) -> tuple[str, str, str]:
        """What tells it from all others of its part."""
        return self.question, self.function, self.change


@dataclass(frozen=True)
class Row:
    """What came of a mutant."""

    question: str
    function: str
    change: str
    operator: str
    key: str
    """A hash of the tests, of what they call, and of the mutant's code."""
    outcome: Outcome
    test: str = ""
    """The title of the first test that failed."""
    hidden: bool = False
    """Whether that test is a hidden one."""
    why: str = ""
    """The kind of its failure."""

    @property
    def name(self) -> tuple[str, str, str]:
        """What tells it from all others of its part."""
        return self.question, self.function, self.change


class Results:
    """The rows of a part, by mutant. Lines are added; ``tidy`` leaves the last of each."""

    def __init__(self, path: Path):
        """Read them; there are none if there is no such file."""
        self._path = path
        lines = writing.read_lines(path)
        rows = (Row(**{**line, "outcome": Outcome(line["outcome"])}) for line in lines)
        self.rows = {row.name: row for row in rows}

    def keep(self, row: Row) -> None:
        """Add a line."""
        self.rows[row.name] = row
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")

    def tidy(self, known: Iterable[tuple[str, str, str]]) -> None:
        """Leave out mutants that there are no longer, and sort the lines."""
        self.rows = {name: self.rows[name] for name in sorted(known) if name in self.rows}
        lines = (json.dumps(asdict(row), ensure_ascii=False) for row in self.rows.values())
        writing.replace(self._path, "".join(f"{line}\n" for line in lines), mode=0o644)


# --- the mutants ---------------------------------------------------------------------------------


def mutants(autograder: Autograder, solution: Case, blank: Case) -> list[Mutant]:
    """Return all mutants of what a part's solution writes and its students must write."""
    given = {text for cell in blank.submission.cells for text in cases.definitions(cell.source)}
    found = []
    for question in autograder.automatic:
        for text, name in _own(solution.submission, question.name, given):
            for mutation in operators.mutations(text):
                label = f"operators/{question.name}/{name}"
                submission = cases.swap(solution.submission, mutation.source, label)
                reached = cases.changed(submission, solution.submission, question.name)
                found.append(
                    Mutant(
                        question=question.name,
                        function=name,
                        operator=mutation.operator,
                        change=mutation.change,
                        submission=submission,
                        trained=_trains(question, reached),
                        tests=tests_of(question, reached),
                    )
                )
    return found


def _own(solution: Submission, question: str, given: set[str]) -> list[tuple[str, str]]:
    """Return the text and name of each definition that the question asks for."""
    sources = {cell.number: cell.source for cell in solution.cells}
    return [
        (text, name)
        for number in cases.own_cells(question, sources)
        for text, name in cases.definitions(sources[number]).items()
        if text not in given
    ]


def tests_of(question: Question, reached: set[str]) -> tuple[int, ...]:
    """Return the places of the tests that ask for a function which is reached."""
    assert question.tests is not None
    return tuple(
        place
        for place, test in enumerate(question.tests.test_cases)
        if reached & {*_parameters(test)}
    )


def _parameters(test: object) -> tuple[str, ...]:
    code = test.body.test_func.__code__  # type: ignore[attr-defined]
    return tuple(code.co_varnames[: code.co_argcount])


def _trains(question: Question, reached: set[str]) -> bool:
    return question.training is not None and question.training.function in reached


def sample(found: Sequence[Mutant], count: int, seed: int) -> list[Mutant]:
    """Return all mutants that need no training, and of each other question a few by chance."""
    chosen = [mutant for mutant in found if not mutant.trained]
    for name in sorted({mutant.question for mutant in found if mutant.trained}):
        trained = [mutant for mutant in found if mutant.trained and mutant.question == name]
        chance = random.Random(f"{seed} {name}")
        chosen += chance.sample(trained, min(count, len(trained)))
    return chosen


# --- grading -------------------------------------------------------------------------------------


def key_of(mutant: Mutant, autograder: Autograder, test: str = "") -> str:
    """Return the hash of the tests, of what they call, and of the mutant's code.

    If a ``test`` has killed it, only this one counts: others may be added.
    """
    [question] = [q for q in autograder.automatic if q.name == mutant.question]
    return baseline.key(
        autograder,
        [question],
        mutant.submission,
        expected=[],
        tests=[test] if test else None,
    )


def holds(row: Row | None, mutant: Mutant, autograder: Autograder) -> bool:
    """Return whether a row tells what would come of the mutant now."""
    return row is not None and row.key == key_of(mutant, autograder, row.test)


def grade_mutant(mutant: Mutant, autograder: Autograder, warm: WarmParent) -> Row:
    """Grade a mutant up to the first test that fails."""
    row = Row(
        question=mutant.question,
        function=mutant.function,
        change=mutant.change,
        operator=mutant.operator,
        key=key_of(mutant, autograder),
        outcome=Outcome.SURVIVED,
    )
    for test in examine(
        mutant.submission, mutant.question, mutant.tests, autograder=autograder, warm=warm
    ):
        if test.failure is not None:
            return replace(
                row,
                key=key_of(mutant, autograder, test.title),
                outcome=_NOT_KILLED.get(test.failure.why, Outcome.KILLED),
                test=test.title,
                hidden=test.hidden,
                why=str(test.failure.why),
            )
    return row


def examine(
    submission: Submission,
    question_name: str,
    places: Iterable[int],
    *,
    autograder: Autograder,
    warm: WarmParent,
) -> Iterator[TestResult]:
    """Give the results of some tests of a question, one after the other, as they are asked for."""
    [question] = [q for q in autograder.automatic if q.name == question_name]
    limits = Limits(cell=20, total=question.seconds + 20)
    with contextlib.closing(Notebook(submission, warm, limits)) as notebook:
        notebook.start()
        surroundings = Grading(
            secret=autograder.secret,
            code=code_hash(submission.cells),
            calibration=autograder.calibration,
            run_network=notebook.run_network,
        )
        for place in places:
            exam = Exam(_with_one_test(question, place), surroundings)
            with contextlib.closing(Sitting(notebook, {question_name: exam})) as sitting:
                for hidden in (False, True):
                    sitting.examine(question_name, hidden)
                [test] = sitting.result(question_name, ()).tests
            yield test


def _with_one_test(question: Question, place: int) -> Question:
    assert question.tests is not None
    tests = copy.copy(question.tests)
    tests.test_cases = [question.tests.test_cases[place]]
    return replace(question, tests=tests)


def grade_all(
    found: Sequence[Item],
    grade: Callable[[Item, Autograder, WarmParent], Graded],
    autograder: Autograder,
    *,
    jobs: int,
    progress: Callable[[Graded], None],
) -> None:
    """``grade`` all of them, ``jobs`` at a time; ``progress`` is given each row."""
    with WarmParent() as warm, ThreadPoolExecutor(jobs) as pool:
        futures = [pool.submit(grade, item, autograder, warm) for item in found]
        try:
            for future in as_completed(futures):
                progress(future.result())
        except BaseException:  # an interruption too: do not begin with the others
            pool.shutdown(wait=False, cancel_futures=True)
            raise


# --- equivalents and scores ----------------------------------------------------------------------


@dataclass(frozen=True)
class Equivalence:
    """Mutants that are right, and the argument."""

    question: str
    function: str
    why: str
    changes: tuple[str, ...]


def equivalences(course: Course, part: str) -> list[Equivalence]:
    """Return what ``equivalents.toml`` of a part says; nothing if there is none.

    Raises:
        CorpusError: if an entry lacks something.
    """
    path = course.equivalents(part)
    if not path.exists():
        return []
    try:
        entries = tomllib.loads(writing.read_text(path)).get("equivalent", [])
        return [Equivalence(**{**entry, "changes": tuple(entry["changes"])}) for entry in entries]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise CorpusError(
            f"{path}: {error}. Each [[equivalent]] has question, function, why and changes."
        ) from None


@dataclass(frozen=True)
class Score:
    """What the tests of a question do with its mutants."""

    question: str
    mutants: int
    killed: int
    public: int
    """Of those killed: by a public test."""
    equivalent: int
    survivors: tuple[Row, ...]
    """Neither killed nor equivalent; those that were stopped or not judged too."""

    @cached_property
    def share(self) -> float:
        """Killed of not equivalent."""
        return self.killed / max(1, self.mutants - self.equivalent)


def scores(rows: Mapping[tuple[str, str, str], Row], known: Sequence[Equivalence]) -> list[Score]:
    """Return the score of each question, in the order of the rows."""
    equivalent = {(e.question, e.function, change) for e in known for change in e.changes}
    found = []
    for question in dict.fromkeys(row.question for row in rows.values()):
        own = [row for row in rows.values() if row.question == question]
        killed = [row for row in own if row.outcome is Outcome.KILLED]
        rest = [row for row in own if row.outcome is not Outcome.KILLED]
        found.append(
            Score(
                question=question,
                mutants=len(own),
                killed=len(killed),
                public=sum(not row.hidden for row in killed),
                equivalent=sum(row.name in equivalent for row in rest),
                survivors=tuple(row for row in rest if row.name not in equivalent),
            )
        )
    return found


def contradictions(
    rows: Mapping[tuple[str, str, str], Row], known: Sequence[Equivalence]
) -> list[str]:
    """Return what is wrong with the equivalences: mutants that are killed, or not there."""
    problems = []
    for one in known:
        for change in one.changes:
            row = rows.get((one.question, one.function, change))
            if row is None:
                problems.append(f"There is no mutant {one.question}/{one.function}: {change}")
            elif row.outcome is Outcome.KILLED:
                problems.append(
                    f"{one.question}/{one.function}: {change} is said to be right, but with it "
                    f"“{row.test}” fails."
                )
    return problems


def table(found: Sequence[Score]) -> Table:
    """Return the scores as a table for the terminal."""
    view = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    view.add_column("question")
    for title in ("mutants", "equivalent", "killed", "by public tests", "left", "score"):
        view.add_column(title, justify="right")
    for score in found:
        counts = (score.mutants, score.equivalent, score.killed, score.public, len(score.survivors))
        view.add_row(score.question, *map(str, counts), f"{score.share:.1%}")
    return view
