"""Candidates from outside: start them, ask them, count their time, end them.

A candidate is a process that runs one submission (its inside is ``gangrade.inside.shell``). What it
says is data.
"""

from __future__ import annotations

import contextlib
import math
import os
import select
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
from gankit.probes.forms import Mismatch

from gangrade import instruments
from gangrade.candidate import machine
from gangrade.candidate.watch import Watch
from gangrade.inside import sandbox, wire
from gangrade.results.problems import (
    Broken,
    Crowded,
    Ended,
    OtherForm,
    Problem,
    Raised,
    Refused,
    TimeUp,
    ours,
)

POLL_SECONDS = 0.05
"""Between two comparisons with the limits, however little arrives in between."""
SEND_SECONDS = 30
WALL_FACTOR = 4
WALL_SECONDS = 30
"""The wall-clock limit is the CPU limit times that, plus this: only a backstop."""
MEMORY = 2 << 30
"""Bytes that a candidate may hold; compared often."""
FAIR_SHARE = 1 / 6
"""Of the memory. One that held less is not why all that the machine has ran out."""
SCRATCH, FOLDER = "gangrade-scratch-", "candidate-"
"""What the names of folders start with: a warm parent's, and in it a candidate's."""
WATCH_SECONDS = 0.5
"""Between two looks at what costs more to look at than the memory."""
MAX_LOSSES = 200
"""Of one cell that are looked at."""


class Candidate:
    """One process with one submission's code."""

    def __init__(
        self,
        process: psutil.Process,
        connection: socket.socket,
        scratch: Path,
        end: Callable[[], bool],
        watch: Watch,
    ):
        """Take over a process that was just forked; ``end`` ends it and all that it started.

        ``end`` says whether the program that it was forked from was still there.
        """
        self.process = process
        self.alive = True
        self.missing: dict[str, str] = {}
        """The layers of the sandbox that it does not have, with reasons."""
        self.deadline = math.inf
        """When it ends whatever it does, on the monotonic clock."""
        self.counted = 0.0
        """CPU seconds of it that somebody has put to a submission's account."""
        self._killed = machine.killed()
        self._connection = connection
        self.scratch = scratch
        self._end = end
        self._watch = watch
        self._forsaken = False
        self._fate: Exception | None = None
        """Why it was ended while nobody asked it."""
        self._judging = threading.RLock()
        self._family = [process]
        self._looked = 0.0
        self._inherited = self._held = self._private()
        watch.add(self)

    def line(self) -> socket.socket:
        """Return a copy of our end of its socket: open as long as the other end is anybody's."""
        return self._connection.dup()

    def cpu_seconds(self) -> float:
        """Return the CPU time that the candidate and the processes it started have used.

        Processes that it started only just now may be missing: looking for them takes time.
        """
        total = 0.0
        for process in self._family:
            with contextlib.suppress(psutil.Error):
                times = process.cpu_times()
                total += times.user + times.system
                if process is self.process:  # of children that have ended
                    total += times.children_user + times.children_system
        return total

    def grown(self) -> int:
        """Return the bytes of memory that it has taken since it was forked."""
        return self._private() - self._inherited

    def _private(self) -> int:
        with contextlib.suppress(psutil.Error):
            memory = self.process.memory_info()
            return int(memory.rss - getattr(memory, "shared", 0))
        return 0

    @ours()
    def ask(self, do: str, seconds: float, **request: Any) -> Any:
        """Send a request to the method ``do`` inside and return its value.

        ``seconds`` of CPU time may be used; the wall clock is the backstop.

        Raises:
            Raised: if the student's code raised an exception.
            Refused: if it gave something that cannot cross.
            Ended: if the time was up or the process ended itself. It is gone then.
            Broken: if it ended, or failed, for a reason that is ours.
        """
        if not self.alive:
            raise Ended("its process had already ended")
        try:
            frame = wire.encode({"do": do, **request})
        except wire.Refused as refusal:  # what is asked comes from earlier answers
            raise Refused(str(refusal)) from None
        patience = _Patience(self, seconds)
        try:
            self._send(frame, patience)
        except (wire.Closed, ConnectionError):
            raise self._gone() from None
        except Ended as ended:
            raise self._gone(ended) from None
        return self._hear(patience)

    def run_cell(
        self,
        number: int,
        source: str,
        seconds: float,
        *,
        interrupts: tuple[float, float] = (math.inf, math.inf),
    ) -> list[Raised]:
        """Run a cell; return what has failed in it. Raises as ``ask``.

        It is interrupted after so many seconds of CPU time, or of the clock.
        """
        cpu, wall = interrupts
        report = self.ask("cell", seconds, number=number, source=source, cpu=cpu, wall=wall)
        if not isinstance(report, list) or not all(isinstance(entry, dict) for entry in report):
            raise Refused("the answer has an unknown form")
        return [Raised(entry) for entry in report[:MAX_LOSSES]]

    @ours()
    def hear(self, seconds: float) -> Any:
        """Wait for an answer and return its value; raises as ``ask``."""
        return self._hear(_Patience(self, seconds))

    def _send(self, frame: bytes, patience: _Patience) -> None:
        """Send all of a frame. The candidate may not read what it is sent."""
        rest, until = memoryview(frame), time.monotonic() + SEND_SECONDS
        poll = select.poll()
        poll.register(self._connection, select.POLLOUT)
        while rest:
            if poll.poll(POLL_SECONDS * 1000):
                with contextlib.suppress(BlockingIOError):
                    rest = rest[self._connection.send(rest, socket.MSG_DONTWAIT) :]
            patience.compare()
            if rest and time.monotonic() > until:
                raise Ended("it did not take its next request")

    def _hear(self, patience: _Patience) -> Any:
        poll = select.poll()
        poll.register(self._connection, select.POLLIN)

        def read(count: int) -> bytes:
            data = bytearray()
            while len(data) < count:
                if poll.poll(POLL_SECONDS * 1000):
                    part = self._connection.recv(min(count - len(data), 1 << 20))
                    if not part:
                        raise wire.Closed
                    data += part
                patience.compare()
            return bytes(data)

        try:
            reply = wire.receive(self._connection, read)
        except (wire.Closed, ConnectionError):
            raise self._gone() from None
        except wire.Refused as refusal:
            self.close()  # the rest of what it sends could not be told apart
            raise Refused(str(refusal)) from None
        except Ended as ended:
            raise self._gone(ended) from None
        if not isinstance(reply, dict) or len(reply) != 1:
            raise Refused("the answer has an unknown form")
        if "value" in reply:
            return reply["value"]
        if "disk" in self.missing and self._watch.was_short(patience.start):
            raise Broken("there is no room on the disk that candidates write to")
        error = reply.get("error")
        if not isinstance(error, dict):
            raise Refused("the answer has an unknown form")
        failure = Raised(error)
        if failure.kind == "refused":
            raise Refused(failure.message, failure.mistake)
        raise failure

    def _gone(self, why: Ended | None = None) -> Exception:
        """Close it; return what to raise."""
        with self._judging:  # the watch may be about to say
            reason = self._fate or why or self._last_word()
        self.close()
        if self._forsaken:  # it is not the student's code that has ended it
            return Broken("the program that candidates are forked from has ended")
        return reason

    def _last_word(self) -> Exception:
        """Return why its process has ended, as far as we know."""
        if machine.killed() <= self._killed:
            return Ended("it ended the process that runs the notebook")
        limit = machine.memory()
        if self._has_others():  # the kernel has ended the largest, which may be an honest one
            advice = "with --jobs 1 it shows which needs too much"
            return Crowded(f"memory ran out while several submissions were graded; {advice}")
        if limit is None:  # then any program may have used it up
            most = min(MEMORY, psutil.virtual_memory().total)
            if self._held - self._inherited < FAIR_SHARE * most:
                return Broken("this machine's memory ran out")
        size = f" ({limit >> 20} MB)" if limit else ""
        return Ended(f"it used more memory than there is{size}")

    def _has_others(self) -> bool:
        """Whether there are other candidates on this machine, of whatever grader."""
        others = self.scratch.parents[1].glob(f"{SCRATCH}*/{FOLDER}*")
        return any(folder != self.scratch for folder in others)

    def look(self) -> None:
        """End it if it has too much memory, too many threads or too much of the disk.

        Called by the watch, from its thread.
        """
        self._held = max(self._private(), 0)
        excess = self._excess()
        if excess:
            with self.sentence() as say:
                self.kill()
                say(Ended(excess))

    def _excess(self) -> str:
        """Return what it has too much of; nothing if that is not so."""
        memory = threads = 0
        thorough = time.monotonic() >= self._looked + WATCH_SECONDS
        if thorough:
            self._looked = time.monotonic()
            if "seccomp" in self.missing:  # else it cannot start any
                with contextlib.suppress(psutil.Error):
                    self._family = [self.process, *self.process.children(recursive=True)]
        for process in self._family:
            with contextlib.suppress(psutil.Error):
                memory += process.memory_info().rss
                threads += process.num_threads() if thorough else 0
        if memory > MEMORY:
            return f"it used more than {MEMORY >> 30} GB of memory"
        if threads > sandbox.THREADS:  # not everywhere the kernel sees to that
            return f"it started more than {sandbox.THREADS} threads"
        most = self._watch.allowance
        if thorough and "disk" in self.missing and not _is_small(self.scratch, most):
            return f"it wrote more than {most >> 20} MB or {sandbox.FILES} files"
        return ""

    @contextlib.contextmanager
    def sentence(self) -> Iterator[Callable[[Exception], None]]:
        """Let nobody find it gone before it was said why; gives a function to say it with."""
        with self._judging:
            yield self._condemn

    def _condemn(self, why: Exception) -> None:
        self._fate = self._fate or why

    @property
    def condemned(self) -> bool:
        """Whether it was ended while nobody asked it; the next who does is told why."""
        return self._fate is not None

    def kill(self) -> None:
        """End the process, and wait until it is gone."""
        for process in self._family:
            with contextlib.suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(self._family, timeout=5)

    def close(self) -> None:
        """End the process and everything it started."""
        if not self.alive:
            return
        self.alive = False
        self._watch.remove(self)
        self._connection.close()
        family = self._family
        with contextlib.suppress(psutil.Error):
            family = [*self.process.children(recursive=True), self.process]
        self._forsaken = not self._end()
        for process in family:
            with contextlib.suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(family, timeout=5)
        remove_folder(self.scratch)


class _Patience:
    """How long one answer may take, in CPU time and by the clock."""

    def __init__(self, candidate: Candidate, seconds: float):
        self._candidate, self._seconds = candidate, seconds
        self._limit = candidate.cpu_seconds() + seconds
        self._wall = seconds * WALL_FACTOR + WALL_SECONDS
        self.start = time.monotonic()
        self._next = self.start + POLL_SECONDS

    def compare(self) -> None:
        """Compare what was used so far with the limits.

        Raises:
            TimeUp: if one of them is passed.
            Ended: if it was ended meanwhile.
        """
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + POLL_SECONDS
        if self._candidate.condemned:
            raise Ended("it was ended")
        if now > self._candidate.deadline:
            raise TimeUp("the time that the grader has for one submission was up")
        if self._candidate.cpu_seconds() > self._limit:
            if self._seconds < 1:
                raise TimeUp("the computing time for the whole notebook was used up")
            raise TimeUp(f"it did not end within {self._seconds:.0f} s of computing time")
        if now > self.start + self._wall:
            raise TimeUp(f"it did not end within {self._wall:.0f} s")


class RemoteFunction:
    """Stands for a function of the student's in the examiner, for use with ``gankit.probes``."""

    def __init__(self, name: str, ask: Any):
        """Take the function's name and a way to ask the candidate: ``ask("probe", **request)``."""
        self.__name__ = name
        self._ask = ask

    def run_probe(self, name: str, arguments: dict[str, Any]) -> Any:
        """Run a probe over there; what comes back has the probe's form.

        Raises:
            OtherForm: if it has not.
            Problem: as ``Candidate.ask``.
        """
        form, source = instruments.form_of(name, arguments), instruments.source_of(name)
        told = {"source": source} if source else {}
        try:
            answer = self._ask("probe", name=name, function=self.__name__, args=arguments, **told)
            try:
                form.check(answer)
            except Mismatch as mismatch:
                raise OtherForm.of(mismatch) from None
        except Problem as problem:
            problem.function = self.__name__
            raise
        return answer

    def __call__(self, *args: Any) -> Any:
        """Call the function with values; for anything more, write a probe."""
        return self.run_probe("call", {"args": list(args)})


def _is_small(folder: Path, most: int) -> bool:
    """Return whether a folder holds no more bytes and files than it may, looking no further."""
    size = entries = 0
    folders = [str(folder)]
    try:
        while folders:
            with os.scandir(folders.pop()) as found:
                for entry in found:
                    entries += 1
                    size += entry.stat(follow_symlinks=False).st_blocks * 512
                    if size > most or entries > sandbox.FILES:
                        return False
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
    except FileNotFoundError:  # it was deleted while we looked
        return True
    except OSError:  # a path that is too long, for example
        return False
    return True


def remove_folder(folder: Path) -> None:
    """Remove a folder that a stranger has filled: ``rm`` copes with any depth."""
    remove = ["rm", "-rf", "--", str(folder)]
    if subprocess.run(remove, check=False, stderr=subprocess.DEVNULL).returncode:
        # Folders without rights for their owner. Links are not followed.
        enter = ["chmod", "-R", "u+rwx", "--", str(folder)]
        subprocess.run(enter, check=False, stderr=subprocess.DEVNULL)
        subprocess.run(remove, check=False, stderr=subprocess.DEVNULL)
