"""The judge: a process that carries out hidden tests, with limits of its own.

A test computes on what a stranger's code gave. A fork of this process does that, so that whatever a
test takes of memory and time ends that test only. It holds no candidate: it asks this process for
each answer, and gets one that has its form. What it finds comes back as data.

Memory and time are counted where no other process of the machine has a part in them: as the
judge's own address space and CPU time. So a test that meets its limits would meet them alone on the
machine too, and fails. All else that can end a judge is a failure of ours.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import itertools
import logging
import math
import mmap
import multiprocessing
import os
import resource
import signal
import stat
import time
import traceback
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from gankit.networks import Network
from gankit.probes.base import probes_in
from gankit.probes.forms import Form, Look, look
from numpy.typing import NDArray

from gangrade.candidate.parent import CAN_FORK
from gangrade.inside import wire
from gangrade.inside.network import TooMuch
from gangrade.instruments import form_of
from gangrade.part.part import Question
from gangrade.results.failure import Failure, Why
from gangrade.results.problems import Broken, CannotGrade, Problem, why_failed
from gangrade.results.result import Evidence, Scale, TestResult
from gangrade.verdicts.draws import Grading, in_force

_log = logging.getLogger(__name__)

MEMORY = 512 << 20
"""Bytes of address space that one test may take. Those of this project's parts took up to 60 MB."""
SECONDS = 20
"""CPU time of one test, without what it waits for; those of this project's parts took up to 2.

After each test that has met its limits, the next ones of a submission get less: a half, a third, …
"""
LOOKS = 3
"""Of an answer that a test cannot deal with: so many are told."""
WALL_FACTOR = 10
WALL_SECONDS = 60
"""The wall-clock limit is the CPU limit times that, plus this: past it, the machine is to blame."""


@dataclass
class Exam:
    """One question at its examination."""

    question: Question
    surroundings: Grading
    found: dict[int, TestResult] = field(default_factory=dict)
    """What its tests have given so far, by their places."""
    seconds: float = 0.0
    """CPU time of the candidate."""
    over: bool = False
    """Whether a test has brought the candidate to its end: then no other is carried out."""


@dataclass(frozen=True)
class Outcome:
    """What a test gave."""

    failure: Failure | None
    values: dict[str, Any] = field(default_factory=dict)
    """What it noted."""
    scales: dict[str, Scale] = field(default_factory=dict)
    """How that is read."""
    evidence: Evidence | None = None
    """What it left for the report, if anything."""


@dataclass(frozen=True)
class Answer:
    """What a student's function gave to a probe."""

    function: str
    form: Form
    value: Any

    def looks(self) -> tuple[Look, ...]:
        """Return how it looks where the form leaves that open; each look once, the first few."""
        looks = dict.fromkeys(map(look, self.form.open_parts(self.value)))
        return tuple(itertools.islice(looks, LOOKS))


RunProbe = Callable[[str, str, dict[str, Any]], Any]
"""Has a function of the student's run by a probe: its name, the probe's, and the arguments."""


class Judge:
    """Carries out the tests of one submission; a new process takes over from one that has ended."""

    def __init__(self, exams: Mapping[str, Exam], run_probe: RunProbe):
        """Take the exams by question, and what asks the student's functions. Starts nothing yet."""
        self._exams, self._run_probe = exams, run_probe
        self._number: int | None = None
        self._connection: Connection | None = None
        self._met = 0
        """How many tests have met their limits."""

    def judge(self, name: str, place: int) -> Outcome:
        """Carry out one test of a question.

        Raises:
            CannotGrade: if something is missing on the instructor's side.
            Broken: if our own processes fail, or memory of ours is short.
        """
        exam = self._exams[name]
        if not CAN_FORK:  # then nothing bounds a test but the forms of answers
            return _carry_out(exam, place, self._run_probe)
        try:
            outcome = self._hear(exam, name, place=place)
        except BaseException:
            self.close()
            raise
        here = exam.surroundings
        here.values.update(outcome.values)
        here.scales.update(outcome.scales)
        here.evidence = outcome.evidence or here.evidence
        here.lost |= outcome.failure is not None
        return outcome

    @property
    def processes(self) -> list[psutil.Process]:
        """The process that carries out tests, if there is one."""
        with contextlib.suppress(psutil.Error):
            return [] if self._number is None else [psutil.Process(self._number)]
        return []

    def close(self) -> None:
        """End the process, if there is one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._number is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._number, signal.SIGKILL)
            self._last_word()

    def _hear(self, exam: Exam, name: str, place: int) -> Outcome:
        """Have the process carry out a test, and answer what it asks on the way."""
        seconds = max(1, math.ceil(SECONDS / (1 + self._met)))
        asked = ""
        try:
            connection = self._connection or self._start()
            connection.send((name, place, exam.surroundings.lost, seconds))
            while True:
                if not connection.poll(seconds * WALL_FACTOR + WALL_SECONDS):
                    raise Broken("a test got no processor for too long")
                kind, *content = connection.recv()
                if kind == "done":
                    outcome: Outcome = content[0]
                    failure = outcome.failure
                    self._met += failure is not None and failure.why is Why.TOO_LARGE
                    return outcome
                if kind == "ours":
                    raise content[0]
                if kind == "probe":
                    asked = content[0]
                connection.send(self._answer(exam.surroundings, kind, *content))
        except (EOFError, ConnectionError):
            status = self._last_word()
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
            self._met += 1
            return Outcome(Failure(why=Why.TOO_LARGE, type="time", function=asked))
        raise Broken(f"the process that carries out tests has ended (status {status})")

    def _answer(self, here: Grading, kind: str, *content: Any) -> tuple[str, Any]:
        """Return what the process has asked for, or the problem with it."""
        try:
            if kind == "probe":
                function, name, frame = content
                return "value", wire.encode(self._run_probe(function, name, _value(frame)))
            network, inputs = _value(content[0])
            return "value", wire.encode(here.run_network(network, inputs))
        except (Problem, TooMuch) as problem:
            return "problem", problem

    def _start(self) -> Connection:
        """Fork the process.

        Raises:
            Broken: if there is no room for one.
        """
        import_module("gankit.checks")  # or each process would import anew what tests use
        for package in ("gankit.probes", "gangrade.instruments"):
            probes_in(package)
        outer, inner = multiprocessing.Pipe()
        try:
            with warnings.catch_warnings():
                # From Python 3.12 on: other threads may hold locks. The new process takes none of
                # those that they use; logging's and the import's are made anew by Python.
                warnings.simplefilter("ignore", DeprecationWarning)
                number = os.fork()
        except OSError as error:
            outer.close()
            inner.close()
            raise Broken(f"no process can be started for the tests ({error.strerror})") from None
        if number == 0:
            _serve(inner, self._exams)
        inner.close()
        self._number, self._connection = number, outer
        return outer

    def _last_word(self) -> int:
        """Wait until the process has ended; return its status."""
        assert self._number is not None
        try:
            _, status = os.waitpid(self._number, 0)
        except ChildProcessError:  # somebody else has waited for it
            status = 0
        self._number = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        return status


def _carry_out(exam: Exam, place: int, run_probe: RunProbe) -> Outcome:
    """Carry out a test in this process."""
    assert exam.question.tests is not None
    case, here = exam.question.tests.test_cases[place], exam.surroundings
    known, evidence = dict(here.values), here.evidence
    failure = None
    answers: list[Answer] = []

    def ask(function: str, probe: str, arguments: dict[str, Any]) -> Any:
        value = run_probe(function, probe, arguments)
        answers[:] = [Answer(function, form_of(probe, arguments), value)]
        return value

    with in_force(here):
        try:
            case.body.call_func({n: StandIn(n, ask) for n in exam.question.functions})
        except (CannotGrade, Broken, MemoryError):
            raise
        except Exception as error:
            failure = why_failed(error, sealed=case.hidden)
            if failure.why is Why.WRONG_FORM and failure.gap is None:
                _log.info("%s could not judge a result", case.name, exc_info=True)
                for answer in answers:
                    failure = replace(failure, function=answer.function, seen=answer.looks())
    here.lost |= failure is not None
    values = {k: v for k, v in here.values.items() if k not in known or v is not known[k]}
    scales = {name: here.scales[name] for name in values if name in here.scales}
    left = here.evidence if here.evidence is not evidence else None
    return Outcome(failure, values, scales, evidence=left)


class StandIn:
    """Stands for a function of the student's in a test, for use with ``gankit.probes``."""

    def __init__(self, name: str, run_probe: RunProbe):
        """Take the function's name, and what asks it."""
        self.__name__ = name
        self._run_probe = run_probe

    def run_probe(self, name: str, arguments: dict[str, Any]) -> Any:
        """Have a probe run beside the student's code."""
        return self._run_probe(self.__name__, name, arguments)

    def __call__(self, *args: Any) -> Any:
        """Call the function with values; for anything more, write a probe."""
        return self.run_probe("call", {"args": list(args)})


# --- in the process of its own --------------------------------------------------------------------


def _serve(connection: Connection, exams: Mapping[str, Exam]) -> None:
    """Carry out tests until the other end closes. Ends this process."""
    status = 1
    with contextlib.suppress(BaseException):
        _Server(connection, exams).run()
        status = 0
    os._exit(status)


class _Server:
    def __init__(self, connection: Connection, exams: Mapping[str, Exam]):
        self._connection, self._exams = connection, exams
        self._asked = ""

    def run(self) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that grades
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _let_go_of_all_but(self._connection.fileno())
        gc.freeze()  # or a collection would copy the pages of all that there was
        with contextlib.suppress(OSError):  # after the candidates, before the process that grades
            Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")
        for exam in self._exams.values():
            exam.surroundings.run_network = self._run_network
        while True:
            try:
                name, place, lost, seconds = self._connection.recv()
            except EOFError:
                return
            exam = self._exams[name]
            exam.surroundings.lost = lost
            try:
                self._connection.send(self._judge(exam, place, seconds=seconds))
            except Exception:
                self._connection.send(("ours", Broken(traceback.format_exc())))

    def _judge(self, exam: Exam, place: int, seconds: int) -> tuple[str, Any]:
        space = _address_space() + MEMORY
        _limit(resource.RLIMIT_AS, space)
        _limit(resource.RLIMIT_CPU, math.ceil(time.process_time()) + seconds)
        try:
            return "done", _carry_out(exam, place, self._run_probe)
        except (CannotGrade, Broken, MemoryError) as error:
            if not _is_for_want_of_memory(error):
                return "ours", error
            if not _is_there(space - _address_space()):
                return "ours", Broken("the machine has too little memory for a test")
            return "done", Outcome(Failure(why=Why.TOO_LARGE, type="memory", function=self._asked))
        finally:
            _limit(resource.RLIMIT_AS, resource.RLIM_INFINITY)
            _limit(resource.RLIMIT_CPU, resource.RLIM_INFINITY)

    def _run_probe(self, function: str, name: str, arguments: dict[str, Any]) -> Any:
        self._asked = function
        return self._ask(("probe", function, name, wire.encode(arguments)))

    def _run_network(
        self, network: Network | list[Network], inputs: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        return np.asarray(self._ask(("network", wire.encode((network, inputs)))))

    def _ask(self, request: tuple[Any, ...]) -> Any:
        self._connection.send(request)
        kind, content = self._connection.recv()
        if kind == "problem":
            raise content
        return _value(content)


def _value(frame: bytes) -> Any:
    """Return what a frame of our own holds.

    Raises:
        MemoryError: if there is not enough memory for it.
    """
    try:
        return wire.unpacked(frame)
    except wire.Refused as refusal:  # it was taken before, so nothing else is wrong with it
        raise MemoryError(str(refusal)) from None


def _is_for_want_of_memory(error: BaseException | None) -> bool:
    """Return whether an exception, or one that it was raised for, is a MemoryError."""
    while error is not None and not isinstance(error, MemoryError):
        error = error.__cause__
    return error is not None


def _limit(kind: int, amount: int) -> None:
    """Set a limit of this process, as far as it may."""
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        amount = hard if amount == resource.RLIM_INFINITY else min(amount, hard)
    resource.setrlimit(kind, (amount, hard))


def _address_space() -> int:
    """Return the bytes of this process's address space."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    return int(pages) * mmap.PAGESIZE


def _is_there(size: int) -> bool:
    """Return whether the machine has so many bytes for us: then a limit of ours was met."""
    try:
        mmap.mmap(-1, max(mmap.PAGESIZE, size - (1 << 20))).close()
    except (OSError, MemoryError):
        return False
    return True


def _let_go_of_all_but(own: int) -> None:
    """Close what was inherited: candidates' sockets, and locks that are not ours to hold.

    Files that are open for reading stay: tests may lie in one of them.
    """
    for entry in list(Path("/proc/self/fd").iterdir()):
        number = int(entry.name)
        with contextlib.suppress(OSError):
            if number <= 2 or number == own:
                continue
            is_read = fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY
            if not (is_read and stat.S_ISREG(os.fstat(number).st_mode)):
                os.close(number)
