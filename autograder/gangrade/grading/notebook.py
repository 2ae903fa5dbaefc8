"""A submission's notebook that runs: its cells, its candidates, its time."""

from __future__ import annotations

import contextlib
import functools
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from gankit.cells import defined_names
from gankit.networks import Network
from numpy.typing import NDArray

from gangrade.candidate import machine
from gangrade.candidate.candidate import WALL_FACTOR, Candidate
from gangrade.candidate.parent import WarmParent
from gangrade.grading.allowance import Allowance
from gangrade.inside.network import TooMuch
from gangrade.intake.submission import Cell, Submission
from gangrade.part.environment import Environment
from gangrade.part.part import Limits
from gangrade.results.failure import Failure, Why
from gangrade.results.problems import (
    MAX_NAME,
    MAX_NUMBER,
    Broken,
    Ended,
    Problem,
    Raised,
    TimeUp,
    names_in,
)
from gangrade.results.surroundings import with_surroundings

PLAIN = Environment()

FULL = 2 / 3
"""Of a container's memory: where all processes hold more, candidates make room for fresh ones …"""
WORTH = 1 / 12
"""… whose functions took more than this of it: so much is there again."""
OPEN_SECONDS = 60
"""CPU seconds for starting a shell."""
GRACE = 3
"""CPU seconds that a cell may take to end when it is interrupted; then its process is ended."""
CLEANUP = 5
"""Seconds of the clock, for the same."""
QUICK_CELLS = 10
"""CPU seconds. Where all cells take longer, functions may take twice as much."""
MAX_FAILURES = 1000
"""Of one notebook's statements that are kept."""


@dataclass
class Notebook:
    """Runs in one candidate, and in a fresh one after each that was brought to its end."""

    submission: Submission
    warm: WarmParent
    limits: Limits
    functions: Sequence[str] = ()
    """Names that the questions ask for."""
    environment: Environment = PLAIN
    """What failures may be for want of."""
    failed_cells: list[Failure] = field(default_factory=list)
    lost: dict[str, Failure] = field(default_factory=dict)
    """Why a name is not there: its statement failed, or it brought a candidate to its end."""
    others: dict[str, Failure] = field(default_factory=dict)
    """Functions whose names stood for something else when all cells had run first."""
    blocked: list[str] = field(default_factory=list)
    """Functions that brought a candidate to its end."""
    used: float = 0.0
    """CPU seconds so far."""
    allowance: Allowance = field(init=False)
    """The time of the cells."""
    _first_left_out: Failure | None = None
    """What is said of the cells for which there was no time."""
    _left_out: set[int] = field(default_factory=set)
    _told: set[tuple[int | None, int | None, Why]] = field(default_factory=set)
    """Where failures were that are in ``failed_cells``: exceptions may have other words again."""
    _ran: bool = False
    _cell_seconds: float = 0.0
    """CPU time of all cells when they ran last."""
    _grown: int = 0
    """Bytes that the cells left in the candidate."""
    _candidate: Candidate | None = None
    _broken: Broken | None = None

    def __post_init__(self) -> None:
        """Begin to count the time of the cells."""
        self.allowance = Allowance(self.limits)

    @property
    def alive(self) -> bool:
        """Whether there is a candidate that can be asked."""
        return self._candidate is not None and self._candidate.alive

    def start(self) -> bool:
        """Run the cells if there is no candidate; return False if the time for all is up."""
        while not self.alive:
            if self._remaining() <= 0 or self._past_deadline():
                return False
            self._candidate = self._fork()
            self._open(self._candidate)
            if self._run_cells(self._candidate):
                break
        return True

    def _fork(self) -> Candidate:
        candidate = self.warm.fork()
        candidate.deadline = self.limits.deadline
        return candidate

    def _open(self, candidate: Candidate) -> None:
        """Start the candidate's shell: before any code of the student's, so what fails is ours."""
        try:
            candidate.ask("open", OPEN_SECONDS)
        except Problem as problem:
            candidate.close()
            raise Broken(f"a candidate could not start its shell: {problem}") from None
        candidate.counted = candidate.cpu_seconds()

    def blame_us(self) -> None:
        """Raise what has failed on our side, if anything has: a test may have caught it."""
        if self._broken is not None:
            raise self._broken

    def why_not(self) -> Why:
        """Return why it could not be started."""
        return Why.PAST_DEADLINE if self._past_deadline() else Why.OUT_OF_TIME

    def _remaining(self) -> float:
        return self.limits.total - self.used

    def _past_deadline(self) -> bool:
        return time.monotonic() >= self.limits.deadline

    def _run_cells(self, candidate: Candidate) -> bool:
        """Run all cells but those left out; return False if one brought the process to its end."""
        before = self.used
        for cell in self.submission.cells:
            if cell.number in self._left_out:
                continue
            if not self.allowance.of(cell.number):
                self._leave_out(cell)
                continue
            try:
                for failure, names in self._run_cell(candidate, cell):
                    self._blame(cell, failure, names)
            except Problem as problem:
                self._blame(cell, problem.failure(cell.number))
                if not isinstance(problem, Raised):
                    self._left_out.add(cell.number)
                if not candidate.alive:
                    return False
        self._cell_seconds = self.used - before
        self._grown = candidate.grown()
        if not self._ran:  # before any test: later it could tell what was drawn
            self._ran = True
            with contextlib.suppress(Problem):
                self.others = self._others(candidate)
        if self.blocked:
            with contextlib.suppress(Problem):  # what is wrong with it will show in the tests
                self._ask(candidate, "block", 10, names=self.blocked)
        return True

    def _run_cell(self, candidate: Candidate, cell: Cell) -> list[tuple[Failure, Collection[str]]]:
        """Run a cell for as long as it may; return what failed in it, and which names that cost.

        Raises:
            Problem: as ``Candidate.ask``.
        """
        seconds = self.allowance.of(cell.number)
        wall = seconds / self.allowance.rate + self.allowance.slack
        before, began = self.used, time.monotonic()
        candidate.deadline = min(self.limits.deadline, began + wall + CLEANUP)
        end: TimeUp | None = None
        losses: list[Raised] = []
        try:
            with self._timed(candidate, seconds + GRACE) as limit:
                losses = candidate.run_cell(
                    cell.number, cell.source, limit, interrupts=(seconds, wall)
                )
        except TimeUp as problem:
            end = problem
        finally:
            candidate.deadline = self.limits.deadline
            elapsed = time.monotonic() - began
            taken = max(self.used - before, elapsed * self.allowance.rate)
            late = end is not None or any(loss.why is Why.STOPPED for loss in losses)
            again = cell.number in self.allowance.seconds
            self.allowance.count(cell.number, min(taken, seconds), stopped=late)
        of_all = "" if seconds >= self.limits.cell else f": {self._limit_of_all} were used up"
        text = f"it did not end within {round(seconds, 1):g} s of computing time{of_all}"
        if end is not None:
            raise end if self._past_deadline() else TimeUp(text) from end
        found = ((loss, loss.failure(cell.number)) for loss in losses)
        return [
            (replace(failure, text=text) if failure.why is Why.STOPPED else failure, loss.names)
            for loss, failure in found
            # A slow cell that runs again is short of time only because of that.
            if not (again and failure.why is Why.STOPPED)
        ]

    @property
    def _limit_of_all(self) -> str:
        return f"the {round(self.limits.all_cells, 1):g} s that all cells together may take"

    def _leave_out(self, cell: Cell) -> None:
        """Do not run a cell for which there is no time. The first of them is told for all."""
        text = f"{self._limit_of_all} were used up, also for new and slow cells below it"
        self._first_left_out = self._first_left_out or Failure(text, Why.ENDED, cell=cell.number)
        self._left_out.add(cell.number)
        self._blame(cell, self._first_left_out)

    def _others(self, candidate: Candidate) -> dict[str, Failure]:
        """Ask which names of functions stand for something else, and since which cell."""
        told = self._ask(candidate, "others", 10, names=list(self.functions))
        found: dict[str, Failure] = {}
        for name in self.functions if isinstance(told, dict) else ():
            match told.get(name):
                case ["", int(cell)] if 0 < cell < MAX_NUMBER:
                    self.lost.setdefault(name, Failure(why=Why.DELETED, function=name, cell=cell))
                case [str(kind), int(cell)] if kind.isidentifier() and 0 <= cell < MAX_NUMBER:
                    found[name] = Failure(
                        why=Why.OTHER, function=name, type=kind[:MAX_NAME], cell=cell or None
                    )
        return found

    def _blame(self, cell: Cell, failure: Failure, names: Collection[str] = ()) -> None:
        failure = self.explained(failure, cell.source)
        place = (failure.cell, failure.line, failure.why)
        if place not in self._told and len(self.failed_cells) < MAX_FAILURES:
            self._told.add(place)
            self.failed_cells.append(failure)
        behind = defined_names(cell.source) if failure.line is None else ()
        for name in {*names, *behind} - set(self.blocked):
            self.lost[name] = failure

    def explained(self, failure: Failure, source: str = "") -> Failure:
        """Return a failure with its cause, if it is a name that an earlier failure has cost.

        Where it may be for want of something that the grader does not have, it tells that.
        ``source`` is the cell, if it was one.
        """
        failure = with_surroundings(failure, self.environment, source)
        if failure.type != "NameError":
            return failure
        if failure.sealed:  # which name it is could tell what was drawn
            return failure.because(next(iter(self.failed_cells), None))
        return failure.because(self.cause(failure.missing))

    def cause(self, name: str) -> Failure | None:
        """Return why a name is not there, if that is known."""
        return self.lost.get(name) or self._skipped.get(name)

    @functools.cached_property
    def _skipped(self) -> dict[str, Failure]:
        """Which skipped cell would have bound a name."""
        cells = self.submission.skipped
        told: Any = None
        if self.alive and cells:
            with contextlib.suppress(Problem):
                told = self.ask("bound", 10, sources=[cell.source for cell in cells])
        lists = told if isinstance(told, list) and len(told) == len(cells) else [None] * len(cells)
        return {
            name: Failure(cell.skipped, Why.SKIPPED, cell=cell.number)
            for cell, names in zip(cells, lists, strict=True)
            for name in {*names_in(names), *defined_names(cell.source)}
        }

    def block(self, names: list[str], failure: Failure) -> None:
        """Call functions no more that have brought a candidate to its end."""
        self.blocked += [name for name in names if name not in self.blocked]
        self.lost.update(dict.fromkeys(names, failure))

    def lighten(self) -> None:
        """Let a fresh candidate go on if memory is short: TensorFlow gives none back.

        All cells then run once more; where they take long, later.
        """
        limit, held = machine.memory(), machine.held()
        if limit is None or held is None or self._candidate is None:
            return
        worth = WORTH if self._cell_seconds <= QUICK_CELLS else 2 * WORTH
        if held > FULL * limit and self._candidate.grown() - self._grown > worth * limit:
            self.close()

    def ask(self, do: str, seconds: float, **request: Any) -> Any:
        """Ask the candidate, as ``Candidate.ask``; it has no more time than is left for all."""
        assert self._candidate is not None
        return self._ask(self._candidate, do, seconds, **request)

    def _ask(self, candidate: Candidate, do: str, seconds: float, **request: Any) -> Any:
        with self._timed(candidate, seconds) as limit:
            return candidate.ask(do, limit, **request)

    @contextlib.contextmanager
    def _timed(self, candidate: Candidate, seconds: float) -> Iterator[float]:
        """Count the time that a candidate uses in the block; give what it may use."""
        limit = min(seconds, max(self._remaining(), 0.1))
        started = time.monotonic()
        try:
            yield limit
        except Ended:
            self.used += min(limit, time.monotonic() - started)
            raise
        except Broken as broken:
            self._broken = broken
            raise
        finally:
            if candidate.alive:
                waited = (time.monotonic() - started) / WALL_FACTOR  # sleeping is not free
                # Also what it used while nobody asked it.
                now = candidate.cpu_seconds()
                self.used += max(now - candidate.counted, waited)
                candidate.counted = now

    def run_network(
        self, network: Network | list[Network], inputs: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Return a network's outputs, computed in a process of its own that then ends.

        Raises:
            TooMuch: if the network is to blame that there are none.
            Broken: if we are.
        """
        try:
            with contextlib.closing(self._fork()) as child:
                outputs = self._ask(child, "network", 60, network=network, inputs=inputs)
                return np.asarray(outputs)
        except Raised as raised:
            # No code of a student's runs there, so anything else is ours. Memory ends at a limit
            # that is the process's own.
            if raised.type in {TooMuch.__name__, MemoryError.__name__}:
                raise TooMuch(f"The network cannot be run: {raised}") from None
            self._broken = Broken(f"a network could not be run ({raised.type}: {raised})")
            raise self._broken from None
        except Problem as problem:
            raise TooMuch(f"The network cannot be run: {problem}") from None
        except Broken as broken:
            self._broken = broken
            raise

    def close(self) -> None:
        """End the candidate."""
        if self._candidate is not None:
            self._candidate.close()
