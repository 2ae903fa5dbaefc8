"""One submission at its examination: its cells, its candidates, its tests."""

from __future__ import annotations

import contextlib
import logging
import re
import time
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from gankit.networks import Network
from numpy.typing import NDArray

from gangrade.candidate import machine
from gangrade.candidate.candidate import WALL_FACTOR, Candidate, RemoteFunction
from gangrade.candidate.parent import WarmParent
from gangrade.inside.network import TooMuch
from gangrade.intake.submission import Cell, Submission
from gangrade.part.part import Autograder, Limits, Question
from gangrade.results import problems
from gangrade.results.problems import Broken, Ended, Problem, Raised, Refused
from gangrade.results.result import QuestionResult, TestResult
from gangrade.verdicts.draws import current

_log = logging.getLogger(__name__)


@dataclass
class Sitting:
    """The submission's candidates: one, and a fresh one after each that was brought to its end."""

    submission: Submission
    autograder: Autograder
    warm: WarmParent
    limits: Limits
    notes: list[str] = field(default_factory=list)
    lost: dict[str, str] = field(default_factory=dict)
    """Why a function is not there: its cell failed, or it brought a candidate to its end."""
    blocked: list[str] = field(default_factory=list)
    """Functions that brought a candidate to its end."""
    _left_out: set[int] = field(default_factory=set)
    used: float = 0.0
    """CPU seconds so far."""
    _cell_seconds: float = 0.0
    """CPU time of all cells when they ran last."""
    _grown: int = 0
    """Bytes that the cells left in the candidate."""
    _hidden: bool = False
    """Whether a hidden test has brought a candidate to its end: later ones could tell of it."""
    _candidate: Candidate | None = None

    def start(self) -> Candidate | None:
        """Return a candidate in which the cells have run, or None if the time for all is up."""
        while self._candidate is None or not self._candidate.alive:
            if self._remaining() <= 0 or time.monotonic() >= self.limits.deadline:
                return None
            self._candidate = self.warm.fork()
            self._candidate.deadline = self.limits.deadline
            if self._run_cells(self._candidate):
                break
        return self._candidate

    def _lighten(self) -> None:
        """Let a fresh candidate go on if memory is short: TensorFlow gives none back.

        All cells then run once more; where they take long, later.
        """
        limit = machine.memory()
        if limit is None or self._candidate is None:
            return
        share = SHARE_OF_MEMORY if self._cell_seconds <= QUICK_CELLS else 2 * SHARE_OF_MEMORY
        if self._candidate.grown() - self._grown > share * limit:
            self._candidate.close()

    def _remaining(self) -> float:
        return self.limits.total - self.used

    def _run_cells(self, candidate: Candidate) -> bool:
        """Run all cells but those left out; return False if one brought the process to its end."""
        before = self.used
        for cell in self.submission.cells:
            if cell.number in self._left_out:
                continue
            try:
                self._ask(
                    candidate, "cell", self.limits.cell, number=cell.number, source=cell.source
                )
            except Raised as raised:
                where = f" ({raised.where})" if raised.where else ""
                self._blame(cell, f"stopped with {raised.type}: {raised.message}{where}")
            except Problem as problem:
                self._left_out.add(cell.number)
                self._blame(cell, f"was left out: {problem}")
                if not candidate.alive:
                    return False
        self._cell_seconds = self.used - before
        self._grown = candidate.grown()
        if self.blocked:
            with contextlib.suppress(Problem):  # what is wrong with it will show in the tests
                self._ask(candidate, "block", 10, names=self.blocked)
        return True

    def _blame(self, cell: Cell, what: str) -> None:
        sentence = f"Cell {cell.number} {what}"
        if sentence not in self.notes:
            self.notes.append(sentence)
        for name in _defined_names(cell.source):
            self.lost.setdefault(name, sentence)

    def _ask(self, candidate: Candidate, do: str, seconds: float, **request: Any) -> Any:
        before = candidate.cpu_seconds()
        limit = min(seconds, max(self._remaining(), 0.1))
        started = time.monotonic()
        try:
            return candidate.ask(do, limit, **request)
        except Ended:
            self.used += min(limit, time.monotonic() - started)
            raise
        finally:
            if candidate.alive:
                waited = (time.monotonic() - started) / WALL_FACTOR  # sleeping is not free
                self.used += max(candidate.cpu_seconds() - before, waited)

    def run_network(self, network: Network, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return a network's outputs, computed in a process of its own that then ends."""
        child = self.warm.fork(beside=self._candidate)
        child.deadline = self.limits.deadline
        try:
            return np.asarray(self._ask(child, "network", 60, network=network, inputs=inputs))
        except Problem as problem:
            raise TooMuch(f"The network cannot be run: {problem}") from None
        finally:
            child.close()

    def examine(self, question: Question, lost: set[str]) -> QuestionResult:
        """Run the tests of a question; ``lost`` are the questions that have failed before."""
        assert question.tests is not None
        started = self.used
        results: list[TestResult] = []
        here = current()
        for case in question.tests.test_cases:
            self._lighten()
            before = self.used
            candidate = self.start()
            started += self.used - before  # cells that run again are not the question's time
            passed, message = False, ""
            known, pictured = dict(here.values), here.evidence
            try:
                if candidate is None:
                    raise AssertionError(self._used_up())
                environment = self._environment(candidate, question, started)
                case.body.call_func(environment)
                passed = True
            except Ended as ended:
                message = problems.outcome(ended)
                names = [ended.function] if ended.function else question.functions
                self.blocked += [n for n in names if n not in self.blocked]
                self.lost.update(dict.fromkeys(names, message))
                self._hidden |= case.hidden
            except Problem as problem:
                message = problems.outcome(problem)
            except AssertionError as error:
                message = str(error) or "This is not right yet."
            except (problems.CannotGrade, Broken):
                raise
            except Exception as error:
                _log.info("%s could not judge a result", case.name, exc_info=True)
                message = _unexpected(error)
            new = {k: v for k, v in here.values.items() if k not in known or v is not known[k]}
            drew = here.evidence is not pictured
            hidden = case.hidden or self._hidden
            results.append(
                TestResult(_title(case), passed, message, hidden=hidden, values=new, pictured=drew)
            )
            here.lost |= not passed
            if candidate is not None and not candidate.alive:
                break
        return self._judge(question, results, lost, seconds=self.used - started)

    def _environment(
        self, candidate: Candidate, question: Question, started: float
    ) -> dict[str, RemoteFunction]:
        """Return stand-ins for the functions that the tests of the question take."""

        def ask(do: str, **request: Any) -> Any:
            remaining = question.seconds - (self.used - started)
            if remaining <= 0:
                candidate.close()
                raise Ended(f"it did not end within {question.seconds:.0f} s of computing time")
            return self._ask(candidate, do, remaining, **request)

        names = list(question.functions)
        there = None
        with contextlib.suppress(Raised, Refused):  # a text of theirs could tell what was drawn
            there = self._ask(candidate, "defined", 10, names=names)
        for name in names:
            if not isinstance(there, list) or name not in there:
                reason = self.lost.get(name)
                raise AssertionError(
                    f"{name} is not defined: {reason}"
                    if reason
                    else f"{name} is not defined in the notebook. Did you delete or rename it?"
                )
        return {name: RemoteFunction(name, ask) for name in names}

    def _used_up(self) -> str:
        if time.monotonic() >= self.limits.deadline:
            return "The time that the grader has for one submission was up before this test."
        return "The computing time for the whole notebook was used up."

    def _judge(
        self, question: Question, done: list[TestResult], lost: set[str], seconds: float
    ) -> QuestionResult:
        """Give a question all of its points, or none."""
        assert question.tests is not None
        cases = question.tests.test_cases
        complete = len(done) == len(cases) > 0 and all(result.passed for result in done)
        before = [name for name in question.needs if name in lost]
        tests = []
        for number, case in enumerate(cases):
            if number < len(done):
                result = done[number]
            else:
                unrun = "Not run, because an earlier test failed."
                result = TestResult(_title(case), False, unrun, hidden=case.hidden or self._hidden)
            if not result.passed and before:
                aside = f" This question builds on {', '.join(before)}, which failed."
                result = replace(result, message=result.message + aside, aside=aside)
            tests.append(result)
        return QuestionResult(
            name=question.name,
            possible=question.points,
            score=question.points if complete else 0,
            tests=tuple(tests),
            seconds=round(seconds, 2),
        )

    def close(self) -> None:
        """End the candidate."""
        if self._candidate is not None:
            self._candidate.close()


def _title(case: Any) -> str:
    return str(case.body.test_func.__doc__ or case.name).strip().splitlines()[0]


def _unexpected(error: Exception) -> str:
    """Say that a test could not deal with what the student's function gave, and no more.

    The text of the error is not shown: it could quote the test.
    """
    return (
        f"The result has an unexpected form ({type(error).__name__}). Compare it with what the "
        "notebook asks for: the number of values, their shapes and types."
    )


def _defined_names(source: str) -> set[str]:
    """Return the names of functions and classes, and of variables, that a cell defines.

    Not by parsing: on hostile code Python's parser takes seconds and hundreds of megabytes.
    """
    defined = r"^(?:(?:async\s+)?(?:def|class)\s+(\w+)|(\w+)\s*=(?!=))"
    return {name for names in re.findall(defined, source, re.MULTILINE) for name in names if name}


SHARE_OF_MEMORY = 1 / 6
"""A candidate whose functions took more of a container's memory makes room for a fresh one."""
QUICK_CELLS = 10
"""CPU seconds. Where all cells take longer, it may take twice as much."""
