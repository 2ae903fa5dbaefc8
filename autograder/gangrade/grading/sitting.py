"""The examination of questions, one after the other: their tests ask a notebook that runs."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from gangrade.candidate.candidate import RemoteFunction
from gangrade.grading.judge import Exam, Judge, Outcome
from gangrade.grading.notebook import Notebook
from gangrade.part.part import Question
from gangrade.part.points import shares, total
from gangrade.results.failure import Failure, Why
from gangrade.results.problems import Ended, Raised, Refused
from gangrade.results.result import QuestionResult, TestResult


@dataclass
class Sitting:
    """The questions of one submission at their examination."""

    notebook: Notebook
    exams: Mapping[str, Exam]
    """By the questions' names."""
    judge: Judge = field(init=False)
    _until: float = 0.0
    """How much time the notebook may have used when the present test ends."""
    _seconds: float = 0.0
    """How much its question has."""
    _hidden: bool = False
    """Whether a hidden test has brought a candidate to its end: later ones could tell of it."""

    def __post_init__(self) -> None:
        """Start no judge yet."""
        self.judge = Judge(self.exams, self._run_probe)

    def examine(self, name: str, hidden: bool) -> None:
        """Carry out the public tests of a question, or the hidden ones.

        Public ones come first, when nothing that was drawn has reached the student's code: then
        all that it says may be told. They have their share of the question's time, so that one
        that never ends leaves the other questions theirs.
        """
        exam = self.exams[name]
        assert exam.question.tests is not None
        cases = exam.question.tests.test_cases
        places = [place for place, case in enumerate(cases) if case.hidden == hidden]
        self._seconds = exam.question.seconds
        if not hidden:
            self._seconds *= len(places) / max(1, len(cases))
        for place in places:
            if exam.over:
                break
            self.notebook.lighten()
            running = self.notebook.start()
            before = self.notebook.used  # cells that run again are not the question's time
            self._until = before + self._seconds - exam.seconds
            exam.found[place] = self._test(exam, place, running=running)
            exam.seconds += self.notebook.used - before
            exam.over = running and not self.notebook.alive

    def _test(self, exam: Exam, place: int, running: bool) -> TestResult:
        """Carry out one test, if the notebook runs."""
        assert exam.question.tests is not None
        case = exam.question.tests.test_cases[place]
        if not running:
            outcome = Outcome(Failure(why=self.notebook.why_not()))
        elif missing := self._missing(exam.question):
            outcome = Outcome(missing)
        else:
            outcome = self.judge.judge(exam.question.name, place)
            self.notebook.blame_us()  # whatever the test has made of it
            if outcome.failure:
                outcome = replace(outcome, failure=self.notebook.explained(outcome.failure))
        exam.surroundings.lost |= outcome.failure is not None
        failure = outcome.failure
        if failure and failure.why is Why.ENDED:
            names = [failure.function] if failure.function else list(exam.question.functions)
            self.notebook.block(names, failure)
            self._hidden |= case.hidden
        return TestResult(
            title=_title(case),
            failure=failure,
            hidden=case.hidden or self._hidden,
            values=outcome.values,
            scales=outcome.scales,
            pictured=outcome.evidence is not None,
        )

    def _missing(self, question: Question) -> Failure | None:
        """Return which function of the question is not there, and why; None if all are."""
        there = None
        try:
            there = self.notebook.ask("defined", 10, names=list(question.functions))
        except Ended as ended:
            return ended.failure()
        except (Raised, Refused):  # a text of theirs could tell what was drawn
            pass
        for name in question.functions:
            if not isinstance(there, list) or name not in there:
                missing = Failure(why=Why.MISSING, function=name)
                other = self.notebook.others.get(name)
                return other or missing.because(self.notebook.cause(name))
        return None

    def _run_probe(self, function: str, name: str, arguments: dict[str, Any]) -> Any:
        """Have a probe run beside the student's code, in the time that is left.

        Raises:
            Problem: as ``RemoteFunction.run_probe``.
        """

        def ask(do: str, **request: Any) -> Any:
            remaining = self._until - self.notebook.used
            if remaining <= 0:
                self.notebook.close()
                raise Ended(f"it did not end within {self._seconds:.0f} s of computing time")
            return self.notebook.ask(do, remaining, **request)

        return RemoteFunction(function, ask).run_probe(name, arguments)

    def result(self, name: str, lost: Collection[str]) -> QuestionResult:
        """Return a question's result.

        ``lost`` are the questions that have failed before.
        """
        exam = self.exams[name]
        assert exam.question.tests is not None
        tests = []
        for place, case in enumerate(exam.question.tests.test_cases):
            not_run = TestResult(
                _title(case), Failure(why=Why.NOT_RUN), case.hidden or self._hidden
            )
            tests.append(exam.found.get(place, not_run))
        builds_on = tuple(other for other in exam.question.needs if other in lost)
        return QuestionResult(
            name=name,
            possible=exam.question.points,
            score=_score(exam.question, [test.passed for test in tests]),
            tests=tuple(t if t.passed else replace(t, builds_on=builds_on) for t in tests),
            seconds=round(exam.seconds, 2),
            by_test=exam.question.by_test,
            bonus=exam.question.bonus,
        )

    def progress(self, name: str) -> QuestionResult:
        """Return what there is of a question before all of its tests were carried out."""
        exam = self.exams[name]
        assert exam.question.tests is not None
        places = range(len(exam.question.tests.test_cases))
        passed = [place in exam.found and exam.found[place].passed for place in places]
        return QuestionResult(
            name,
            exam.question.points,
            _score(exam.question, passed),
            tests=tuple(test for _, test in sorted(exam.found.items())),
            seconds=round(exam.seconds, 2),
            by_test=exam.question.by_test,
            bonus=exam.question.bonus,
        )

    def close(self) -> None:
        """End the judge."""
        self.judge.close()


def _score(question: Question, passed: Sequence[bool]) -> float:
    """Return the points of a question of whose tests these passed: all or none, or by test."""
    if not question.by_test:
        return question.points if passed and all(passed) else 0
    return total(itertools.compress(shares(question.points, len(passed)), passed)) if passed else 0


def _title(case: Any) -> str:
    return str(case.body.test_func.__doc__ or case.name).strip().splitlines()[0]
