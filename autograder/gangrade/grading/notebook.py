"""A submission's notebook that runs: its cells, its candidates, its time."""

from __future__ import annotations

import contextlib
import functools
import re
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from gankit.networks import Network
from numpy.typing import NDArray

from gangrade.candidate import machine
from gangrade.candidate.candidate import WALL_FACTOR, Candidate
from gangrade.candidate.parent import WarmParent
from gangrade.inside.network import TooMuch
from gangrade.intake.submission import Cell, Submission
from gangrade.part.part import Limits
from gangrade.results.failure import Failure, Why
from gangrade.results.problems import (
    MAX_NAME,
    MAX_NUMBER,
    Ended,
    Problem,
    Raised,
    names_in,
)

SHARE_OF_MEMORY = 1 / 6
"""A candidate whose functions took more of a container's memory makes room for a fresh one."""
QUICK_CELLS = 10
"""CPU seconds. Where all cells take longer, it may take twice as much."""
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
    failed_cells: list[Failure] = field(default_factory=list)
    lost: dict[str, Failure] = field(default_factory=dict)
    """Why a name is not there: its statement failed, or it brought a candidate to its end."""
    others: dict[str, Failure] = field(default_factory=dict)
    """Functions whose names stood for something else when all cells had run first."""
    blocked: list[str] = field(default_factory=list)
    """Functions that brought a candidate to its end."""
    used: float = 0.0
    """CPU seconds so far."""
    _left_out: set[int] = field(default_factory=set)
    _told: set[tuple[int | None, int | None, Why]] = field(default_factory=set)
    """Where failures were that are in ``failed_cells``: exceptions may have other words again."""
    _ran: bool = False
    _cell_seconds: float = 0.0
    """CPU time of all cells when they ran last."""
    _grown: int = 0
    """Bytes that the cells left in the candidate."""
    _candidate: Candidate | None = None

    @property
    def alive(self) -> bool:
        """Whether there is a candidate that can be asked."""
        return self._candidate is not None and self._candidate.alive

    def start(self) -> bool:
        """Run the cells if there is no candidate; return False if the time for all is up."""
        while not self.alive:
            if self._remaining() <= 0 or self._past_deadline():
                return False
            self._candidate = self.warm.fork()
            self._candidate.deadline = self.limits.deadline
            if self._run_cells(self._candidate):
                break
        return True

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
            try:
                for loss in self._run(candidate, cell):
                    self._blame(cell, loss.failure(cell.number), loss.names)
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

    def _run(self, candidate: Candidate, cell: Cell) -> list[Raised]:
        """Run a cell; return what failed in it."""
        with self._timed(candidate, self.limits.cell) as seconds:
            return candidate.run_cell(cell.number, cell.source, seconds)

    def _others(self, candidate: Candidate) -> dict[str, Failure]:
        """Ask which names of functions stand for something else, and since which cell."""
        told = self._ask(candidate, "others", 10, names=list(self.functions))
        found: dict[str, Failure] = {}
        for name in self.functions if isinstance(told, dict) else ():
            match told.get(name):
                case [str(kind), int(cell)] if kind.isidentifier() and 0 <= cell < MAX_NUMBER:
                    found[name] = Failure(
                        why=Why.OTHER, function=name, type=kind[:MAX_NAME], cell=cell or None
                    )
        return found

    def _blame(self, cell: Cell, failure: Failure, names: Collection[str] = ()) -> None:
        failure = self.explained(failure)
        place = (failure.cell, failure.line, failure.why)
        if place not in self._told and len(self.failed_cells) < MAX_FAILURES:
            self._told.add(place)
            self.failed_cells.append(failure)
        behind = _defined_names(cell.source) if failure.line is None else ()
        for name in {*names, *behind} - set(self.blocked):
            self.lost[name] = failure

    def explained(self, failure: Failure) -> Failure:
        """Return a failure with its cause, if it is a name that an earlier failure has cost."""
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
            name: Failure(why=Why.SKIPPED, cell=cell.number)
            for cell, names in zip(cells, lists, strict=True)
            for name in {*names_in(names), *_defined_names(cell.source)}
        }

    def block(self, names: list[str], failure: Failure) -> None:
        """Call functions no more that have brought a candidate to its end."""
        self.blocked += [name for name in names if name not in self.blocked]
        self.lost.update(dict.fromkeys(names, failure))

    def lighten(self) -> None:
        """Let a fresh candidate go on if memory is short: TensorFlow gives none back.

        All cells then run once more; where they take long, later.
        """
        limit = machine.memory()
        if limit is None or self._candidate is None:
            return
        share = SHARE_OF_MEMORY if self._cell_seconds <= QUICK_CELLS else 2 * SHARE_OF_MEMORY
        if self._candidate.grown() - self._grown > share * limit:
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
        before = candidate.cpu_seconds()
        limit = min(seconds, max(self._remaining(), 0.1))
        started = time.monotonic()
        try:
            yield limit
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

    def close(self) -> None:
        """End the candidate."""
        if self._candidate is not None:
            self._candidate.close()


def _defined_names(source: str) -> set[str]:
    """Return the names of functions and classes, and of variables, that a cell defines.

    Not by parsing: on hostile code Python's parser takes seconds and hundreds of megabytes.
    """
    defined = r"^(?:(?:async\s+)?(?:def|class)\s+(\w+)|(\w+)\s*=(?!=))"
    return {name for names in re.findall(defined, source, re.MULTILINE) for name in names if name}
