"""The examination of questions, one after the other: their tests ask a notebook that runs."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gangrade.candidate.candidate import RemoteFunction
from gangrade.grading.notebook import Notebook
from gangrade.part.part import Question
from gangrade.results.failure import Failure, Why
from gangrade.results.problems import Broken, CannotGrade, Ended, Raised, Refused, why_failed
from gangrade.results.result import QuestionResult, TestResult
from gangrade.verdicts.draws import current

_log = logging.getLogger(__name__)


@dataclass
class Sitting:
    """The questions of one submission at their examination."""

    notebook: Notebook
    _hidden: bool = False
    """Whether a hidden test has brought a candidate to its end: later ones could tell of it."""

    def examine(self, question: Question, lost: Collection[str]) -> QuestionResult:
        """Run the tests of a question; ``lost`` are the questions that have failed before."""
        assert question.tests is not None
        seconds = 0.0
        results: list[TestResult] = []
        for case in question.tests.test_cases:
            self.notebook.lighten()
            running = self.notebook.start()
            before = self.notebook.used  # cells that run again are not the question's time
            until = before + question.seconds - seconds
            results.append(self._run(case, question, until if running else None))
            seconds += self.notebook.used - before
            if running and not self.notebook.alive:
                break
        return self._mark(question, results, lost, seconds=seconds)

    def _run(self, case: Any, question: Question, until: float | None) -> TestResult:
        """Run one test until the notebook has ``used`` so much time; None if it does not run."""
        here = current()
        known, pictured = dict(here.values), here.evidence
        if until is None:
            failure: Failure | None = Failure(why=self.notebook.why_not())
        else:
            failure = self._failure(case, question, until)
        if failure and failure.why is Why.ENDED:
            names = [failure.function] if failure.function else list(question.functions)
            self.notebook.block(names, failure)
            self._hidden |= case.hidden
        here.lost |= failure is not None
        return TestResult(
            title=_title(case),
            failure=failure,
            hidden=case.hidden or self._hidden,
            values={k: v for k, v in here.values.items() if k not in known or v is not known[k]},
            pictured=here.evidence is not pictured,
        )

    def _failure(self, case: Any, question: Question, until: float) -> Failure | None:
        """Return why a test fails; None if it passes.

        Raises:
            CannotGrade: if something is missing on the instructor's side.
            Broken: if our own processes fail.
        """
        try:
            if missing := self._missing(question):
                return missing
            case.body.call_func(self._stand_ins(question, until))
        except (CannotGrade, Broken):
            raise
        except Exception as error:
            self.notebook.blame_us()  # whatever the test has made of it
            failure = self.notebook.explained(why_failed(error))
            if failure.why is Why.WRONG_FORM:
                _log.info("%s could not judge a result", case.name, exc_info=True)
            return failure
        self.notebook.blame_us()
        return None

    def _missing(self, question: Question) -> Failure | None:
        """Return which function of the question is not there, and why; None if all are."""
        there = None
        with contextlib.suppress(Raised, Refused):  # a text of theirs could tell what was drawn
            there = self.notebook.ask("defined", 10, names=list(question.functions))
        for name in question.functions:
            if not isinstance(there, list) or name not in there:
                missing = Failure(why=Why.MISSING, function=name)
                other = self.notebook.others.get(name)
                return other or missing.because(self.notebook.cause(name))
        return None

    def _stand_ins(self, question: Question, until: float) -> dict[str, RemoteFunction]:
        """Return stand-ins for the functions that the tests of the question take."""

        def ask(do: str, **request: Any) -> Any:
            remaining = until - self.notebook.used
            if remaining <= 0:
                self.notebook.close()
                raise Ended(f"it did not end within {question.seconds:.0f} s of computing time")
            return self.notebook.ask(do, remaining, **request)

        return {name: RemoteFunction(name, ask) for name in question.functions}

    def _mark(
        self,
        question: Question,
        results: Sequence[TestResult],
        lost: Collection[str],
        seconds: float,
    ) -> QuestionResult:
        """Give a question all of its points, or none."""
        assert question.tests is not None
        cases = question.tests.test_cases
        complete = len(results) == len(cases) > 0 and all(test.passed for test in results)
        not_run = (
            TestResult(_title(case), Failure(why=Why.NOT_RUN), case.hidden or self._hidden)
            for case in cases[len(results) :]
        )
        builds_on = tuple(name for name in question.needs if name in lost)
        return QuestionResult(
            name=question.name,
            possible=question.points,
            score=question.points if complete else 0,
            tests=tuple(
                test if test.passed else replace(test, builds_on=builds_on)
                for test in (*results, *not_run)
            ),
            seconds=round(seconds, 2),
        )


def _title(case: Any) -> str:
    return str(case.body.test_func.__doc__ or case.name).strip().splitlines()[0]
