"""A submission's notebook that runs: its cells, its candidates, its time."""

from __future__ import annotations

import contextlib
import re
import time
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
from gangrade.results.problems import Broken, Ended, Problem, Raised

SHARE_OF_MEMORY = 1 / 6
"""A candidate whose functions took more of a container's memory makes room for a fresh one."""
OPEN_SECONDS = 60
"""CPU seconds for starting a shell."""
QUICK_CELLS = 10
"""CPU seconds. Where all cells take longer, it may take twice as much."""


@dataclass
class Notebook:
    """Runs in one candidate, and in a fresh one after each that was brought to its end."""

    submission: Submission
    warm: WarmParent
    limits: Limits
    failed_cells: list[Failure] = field(default_factory=list)
    lost: dict[str, Failure] = field(default_factory=dict)
    """Why a function is not there: its cell failed, or it brought a candidate to its end."""
    blocked: list[str] = field(default_factory=list)
    """Functions that brought a candidate to its end."""
    used: float = 0.0
    """CPU seconds so far."""
    _left_out: set[int] = field(default_factory=set)
    _cell_seconds: float = 0.0
    """CPU time of all cells when they ran last."""
    _grown: int = 0
    """Bytes that the cells left in the candidate."""
    _candidate: Candidate | None = None
    _broken: Broken | None = None

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
            try:
                self._ask(
                    candidate, "cell", self.limits.cell, number=cell.number, source=cell.source
                )
            except Problem as problem:
                self._blame(cell, problem.failure(cell.number))
                if not isinstance(problem, Raised):
                    self._left_out.add(cell.number)
                if not candidate.alive:
                    return False
        self._cell_seconds = self.used - before
        self._grown = candidate.grown()
        if self.blocked:
            with contextlib.suppress(Problem):  # what is wrong with it will show in the tests
                self._ask(candidate, "block", 10, names=self.blocked)
        return True

    def _blame(self, cell: Cell, failure: Failure) -> None:
        # Cells that run again may say other things, and after tests that nobody should tell of.
        if all(failure.cell != known.cell for known in self.failed_cells):
            self.failed_cells.append(failure)
        for name in _defined_names(cell.source):
            self.lost.setdefault(name, failure)

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
        limit = min(seconds, max(self._remaining(), 0.1))
        started = time.monotonic()
        try:
            return candidate.ask(do, limit, **request)
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

    def run_network(self, network: Network, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
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


def _defined_names(source: str) -> set[str]:
    """Return the names of functions and classes, and of variables, that a cell defines.

    Not by parsing: on hostile code Python's parser takes seconds and hundreds of megabytes.
    """
    defined = r"^(?:(?:async\s+)?(?:def|class)\s+(\w+)|(\w+)\s*=(?!=))"
    return {name for names in re.findall(defined, source, re.MULTILINE) for name in names if name}
