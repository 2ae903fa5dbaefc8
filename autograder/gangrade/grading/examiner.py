"""Grade one submission: run its cells in a candidate, its questions' tests in here.

No code of the student's ever runs in this process. The tests get stand-ins for the functions.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import math
import re
import threading
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import psutil
from gankit.networks import Network
from numpy.typing import NDArray
from otter.test_files.abstract_test import TestFile
from otter.test_files.exception_test import ExceptionTestFile

from gangrade import machine, verdicts
from gangrade.candidate import WALL_FACTOR, Candidate, RemoteFunction, WarmParent
from gangrade.networks import TooMuch
from gangrade.problems import Broken, Ended, Problem, Raised, Refused
from gangrade.results import Evidence, QuestionResult, Result, TestResult
from gangrade.rubric import Level
from gangrade.submission import Cell, Submission, code_hash

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Question:
    """One question of a part, with its tests if a machine marks it."""

    name: str
    points: float
    manual: bool
    needs: tuple[str, ...]
    seconds: float
    tests: TestFile | None
    training: verdicts.Training | None = None
    asks: str = ""
    """Of a question that a person marks, in Markdown: what is asked."""
    answer: str = ""
    """The model answer, in Markdown."""
    rubric: tuple[Level, ...] = ()

    @property
    def functions(self) -> tuple[str, ...]:
        """The names that its tests ask the student's notebook for."""
        cases = self.tests.test_cases if self.tests else []
        names = [name for case in cases for name in case.body._get_func_params()]
        return tuple(dict.fromkeys(names))


_OTHER = "{} is no autograder zip, or a damaged one. `gangrade release` makes it."


class Autograder:
    """A released autograder zip (or the same, unpacked), ready to grade one part."""

    def __init__(self, path: Path, packed: bytes | None = None):
        """Read it, or what is ``packed`` of the one at ``path``.

        Raises:
            FileNotFoundError: if there is none at ``path``.
            ValueError: if it is something else.
        """
        try:
            self._read(path, packed)
        except FileNotFoundError:
            if not path.exists() and packed is None:
                raise
            raise ValueError(_OTHER.format(path)) from None
        except (zipfile.BadZipFile, KeyError, TypeError, ValueError):
            raise ValueError(_OTHER.format(path)) from None

    def _read(self, path: Path, packed: bytes | None) -> None:
        # A zip is read where it lies: hidden tests are never unpacked to where a candidate runs.
        if packed is not None:
            root: Path | zipfile.Path = zipfile.Path(io.BytesIO(packed))
        elif not path.exists():
            raise FileNotFoundError(f"{path} is missing. Run `gangrade release` first.")
        else:
            root = path if path.is_dir() else zipfile.Path(path)
        self.path = path
        self._root = root
        config = json.loads((root / "part.json").read_text(encoding="utf-8"))
        self.part: str = config["part"]
        self.secret = (root / "secret.txt").read_text(encoding="utf-8").strip()
        self.calibration = root / "calibration"
        self.given = frozenset[int](json.loads(self.text("given.json") or "[]"))
        """``similarity.fingerprint`` of the notebook that students were given."""
        self.questions = [_read_question(entry, root / "tests") for entry in config["questions"]]

    def pack(self) -> bytes:
        """Return what grading needs of it as a zip: the same bytes for the same content."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in ("part.json", "secret.txt", "tests", "calibration"):
                entry: Any = self._root / name  # both kinds of path have what follows
                if not entry.exists():  # a part without training has no calibration
                    continue
                files = list(entry.iterdir()) if entry.is_dir() else [entry]
                files = [file for file in files if not file.name.endswith(".mutants.json")]
                for file in sorted(files, key=lambda file: file.name):
                    inner = name if file is entry else f"{name}/{file.name}"
                    archive.writestr(zipfile.ZipInfo(inner), file.read_bytes())
        return packed.getvalue()

    def text(self, name: str) -> str:
        """Return the content of one of its files; nothing, if there is none of this name."""
        file = self._root / name
        return file.read_text(encoding="utf-8") if file.is_file() else ""

    @property
    def names(self) -> list[str]:
        """The names of all questions."""
        return [question.name for question in self.questions]

    @property
    def automatic(self) -> list[Question]:
        """The questions that have tests."""
        return [question for question in self.questions if question.tests is not None]

    @property
    def manual(self) -> tuple[str, ...]:
        """The names of the questions that a person marks."""
        return tuple(question.name for question in self.questions if question.tests is None)


def _read_question(entry: dict[str, Any], tests: Path | zipfile.Path) -> Question:
    test_file = None
    if not entry["manual"]:
        path = tests / f"{entry['name']}.py"
        test_file = ExceptionTestFile.from_string(path.read_text(encoding="utf-8"), path.name)
    return Question(
        name=entry["name"],
        points=entry["points"],
        manual=entry["manual"],
        needs=tuple(entry["needs"]),
        seconds=entry["seconds"],
        tests=test_file,
        training=verdicts.Training.of(entry["training"]) if entry.get("training") else None,
        asks=entry.get("asks", ""),
        answer=entry.get("answer", ""),
        rubric=tuple(Level(**level) for level in entry.get("rubric", ())),
    )


@dataclass(frozen=True)
class Limits:
    """How long a submission may take, beside what each question may."""

    cell: float = 120
    """CPU seconds of one cell."""
    total: float = 1800
    """CPU seconds of all."""
    deadline: float = math.inf
    """When all must be over, on the monotonic clock: for hosts that end us then."""


def grade(
    submission: Submission,
    autograder: Autograder,
    warm: WarmParent,
    limits: Limits = Limits(),
    student: str = "",
    report: Callable[[str], None] = lambda _phase: None,
    only: Sequence[str] | None = None,
    keep: Callable[[Result], None] = lambda _result: None,
    earlier: Result | None = None,
) -> Result:
    """Grade a submission; ``report`` is told the phase, ``only`` names questions to grade.

    Whatever the student's code does, this returns a result. ``keep`` is given what there is of it
    after each question. Questions that are not graded are those of an ``earlier`` result, if any.

    Raises:
        CannotGrade: if something is missing on the instructor's side.
        Broken: if our own processes fail.
    """
    clock = _Clock()
    old = {question.name: question for question in earlier.questions} if earlier else {}
    asked = [q for q in autograder.automatic if only is None or q.name in {*only, *old}]
    questions: list[QuestionResult] = []
    evidence: dict[str, Evidence] = {}
    new = [q.name for q in asked if only is None or q.name in only]
    taken_over = sum(q.seconds for name, q in old.items() if name not in new)
    with contextlib.ExitStack() as exits:
        meter = exits.enter_context(_Meter(warm))
        report("start")
        warm.wait()
        clock.lap("start")
        sitting = exits.enter_context(
            contextlib.closing(_Sitting(submission, autograder, warm, limits))
        )
        report("cells")
        sitting.start()
        clock.lap("cells")

        def result() -> Result:
            unseen = asked[len(questions) :]
            return Result(
                name=submission.name,
                part=autograder.part,
                status="graded",
                questions=(*questions, *(QuestionResult(q.name, q.points, 0, ()) for q in unseen)),
                manual=autograder.manual,
                notes=tuple(sitting.notes),
                blocked=tuple(sitting.blocked),
                cut_short=bool(sitting.blocked) or sitting.used + taken_over >= limits.total,
                evidence=dict(evidence),
                seconds=dict(clock.laps),
                peak_memory=meter.peak / 1e6,
            )

        keep(result())
        for question in asked:
            if question.name not in new:
                questions.append(old[question.name])
                if earlier and question.name in earlier.evidence:
                    evidence[question.name] = earlier.evidence[question.name]
                continue
            report(question.name)
            surroundings = verdicts.Grading(
                secret=autograder.secret,
                student=student,
                code=code_hash(submission.cells),
                calibration=autograder.calibration,
                run_network=sitting.run_network,
            )
            lost = {q.name for q in questions if q.score < q.possible}
            with verdicts.grading(surroundings):
                questions.append(sitting.examine(question, lost))
            if surroundings.evidence is not None:
                evidence[question.name] = surroundings.evidence
            keep(result())
        clock.lap("tests")
    return result()


@dataclass
class _Sitting:
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
        here = verdicts.current()
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
                message = verdicts.outcome(ended)
                names = [ended.function] if ended.function else question.functions
                self.blocked += [n for n in names if n not in self.blocked]
                self.lost.update(dict.fromkeys(names, message))
                self._hidden |= case.hidden
            except Problem as problem:
                message = verdicts.outcome(problem)
            except AssertionError as error:
                message = str(error) or "This is not right yet."
            except (verdicts.CannotGrade, Broken):
                raise
            except Exception as error:
                _log.info("%s could not judge a result", case.name, exc_info=True)
                message = _unexpected(error)
            new = {k: v for k, v in here.values.items() if k not in known or v is not known[k]}
            drew = here.evidence is not pictured
            hidden = case.hidden or self._hidden
            results.append(TestResult(_title(case), passed, message, hidden, new, drew))
            here.lost |= not passed
            if candidate is not None and not candidate.alive:
                break
        return self._judge(question, results, lost, self.used - started)

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
                result = TestResult(_title(case), False, unrun, case.hidden or self._hidden)
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

METER_SECONDS = 2
"""Between two looks at the memory: each costs 10 ms for every process of this size."""


class _Clock:
    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.monotonic()

    def lap(self, name: str) -> None:
        now = time.monotonic()
        self.laps[name] = round(now - self._last, 2)
        self._last = now


class _Meter:
    """Watches the memory of this process and of all that the warm parent has forked."""

    def __init__(self, warm: WarmParent):
        self.peak = 0.0
        self._warm = warm
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            self.peak = max(self.peak, self._memory())
            # Half a processor is looked at half as often.
            if self._stop.wait(METER_SECONDS / min(1.0, machine.cpus())):
                return

    def _memory(self) -> float:
        if (held := machine.held()) is not None:
            return held  # a container may lack the right to look into its other users' processes
        total = 0.0
        with contextlib.suppress(psutil.Error):
            children = self._warm.process.children(recursive=True)
            for process in (psutil.Process(), self._warm.process, *children):
                with contextlib.suppress(psutil.Error):
                    memory = process.memory_full_info()
                    # The proportional set size counts a page that several share only once.
                    total += getattr(memory, "pss", memory.uss)
        return total
