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
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
from gankit.probes.base import Probe, probes_in
from gankit.probes.forms import Mismatch

from gangrade.candidate import machine
from gangrade.inside import sandbox, wire
from gangrade.results.problems import Broken, Ended, OtherForm, Problem, Raised, Refused

POLL_SECONDS = 0.05
SEND_SECONDS = 30
WALL_FACTOR = 4
WALL_SECONDS = 30
"""The wall-clock limit is the CPU limit times that, plus this: only a backstop."""
MEMORY = 2 << 30
"""Bytes that a candidate may hold, and of its scratch directory on the disk; checked often."""
DISK = 1 << 30
FILES = 10_000
WATCH_SECONDS = 0.5


class Candidate:
    """One process with one submission's code."""

    def __init__(
        self,
        process: psutil.Process,
        connection: socket.socket,
        scratch: Path,
        end: Callable[[], bool],
        beside: Candidate | None = None,
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
        self._killed = machine.killed()
        self._connection = connection
        self.scratch = scratch
        self._end = end
        self._beside = beside
        self._forsaken = False
        self._family = [process]
        self._looked = self._watched = 0.0
        self._inherited = self._private()

    def cpu_seconds(self) -> float:
        """Return the CPU time that the candidate and the processes it started have used.

        Processes that it started only just now may be missing: looking for them takes time.
        """
        total = 0.0
        if time.monotonic() >= self._looked + WATCH_SECONDS:
            self._looked = time.monotonic()
            with contextlib.suppress(psutil.Error):
                self._family = [self.process, *self.process.children(recursive=True)]
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

    def ask(self, do: str, seconds: float, **request: Any) -> Any:
        """Send a request to the method ``do`` inside and return its value.

        ``seconds`` of CPU time may be used; the wall clock is the backstop.

        Raises:
            Raised: if the student's code raised an exception.
            Refused: if it gave something that cannot cross.
            Ended: if the time was up or the process ended itself. It is gone then.
            Broken: if the program that it was forked from ended, and it with that.
        """
        if not self.alive:
            raise Ended("its process had already ended")
        # It may not read what it is sent.
        wait = max(0.1, self.deadline - time.monotonic())
        self._connection.settimeout(min(SEND_SECONDS, wait))
        try:
            wire.send(self._connection, {"do": do, **request})
        except (wire.Closed, ConnectionError):
            raise self._gone(self._last_word()) from None
        except TimeoutError:
            raise self._gone("it did not take its next request") from None
        return self.hear(seconds)

    def hear(self, seconds: float) -> Any:
        """Wait for an answer and return its value; raises as ``ask``."""
        limit = self.cpu_seconds() + seconds
        wall = seconds * WALL_FACTOR + WALL_SECONDS
        backstop = min(time.monotonic() + wall, self.deadline)

        def read(count: int) -> bytes:
            data = bytearray()
            while len(data) < count:
                if select.select([self._connection], [], [], POLL_SECONDS)[0]:
                    part = self._connection.recv(min(count - len(data), 1 << 20))
                    if not part:
                        raise wire.Closed
                    data += part
                elif time.monotonic() <= self.deadline and self.cpu_seconds() > limit:
                    if seconds < 1:
                        raise Ended("the computing time for the whole notebook was used up")
                    raise Ended(f"it did not end within {seconds:.0f} s of computing time")
                self._watch()
                if time.monotonic() > self.deadline:
                    raise Ended("the time that the grader has for one submission was up")
                if time.monotonic() > backstop:
                    raise Ended(f"it did not end within {wall:.0f} s")
            return bytes(data)

        try:
            reply = wire.receive(self._connection, read)
        except (wire.Closed, ConnectionError):
            raise self._gone(self._last_word()) from None
        except wire.Refused as refusal:
            self.close()  # the rest of what it sends could not be told apart
            raise Refused(str(refusal)) from None
        except Ended as ended:
            raise self._gone(str(ended)) from None
        if not isinstance(reply, dict) or len(reply) != 1:
            raise Refused("the answer has an unknown form")
        if "value" in reply:
            return reply["value"]
        error = reply.get("error")
        if not isinstance(error, dict):
            raise Refused("the answer has an unknown form")
        failure = Raised(error)
        if failure.kind == "refused":
            raise Refused(failure.message)
        raise failure

    def _gone(self, why: str) -> Exception:
        """Close it; return what to raise."""
        self.close()
        if self._forsaken:  # it is not the student's code that has ended it
            return Broken("the program that candidates are forked from has ended")
        return Ended(why)

    def _last_word(self) -> str:
        """Say why its process has ended, as far as we know."""
        if machine.killed() > self._killed:
            most = f" ({limit >> 20} MB)" if (limit := machine.memory()) else ""
            return f"it used more memory than there is{most}"
        return "it ended the process that runs the notebook"

    def _watch(self) -> None:
        """Raise ``Ended`` if it has too much memory, too many threads or too much of the disk."""
        if time.monotonic() < self._watched + WATCH_SECONDS:
            return
        self._watched = time.monotonic()
        if self._beside is not None and self._beside.alive:
            self._beside.cpu_seconds()  # looks for processes that it has started
            try:
                self._beside._watch()
            except Ended:
                self._beside.close()
                raise
        memory = threads = 0
        for process in self._family:
            with contextlib.suppress(psutil.Error):
                memory += process.memory_info().rss
                threads += process.num_threads()
        if memory > MEMORY:
            raise Ended(f"it used more than {MEMORY >> 30} GB of memory")
        if threads > sandbox.THREADS:  # not everywhere the kernel sees to that
            raise Ended(f"it started more than {sandbox.THREADS} threads")
        if not _is_small(self.scratch):
            raise Ended(f"it wrote more than {DISK >> 30} GB or {FILES} files")

    def close(self) -> None:
        """End the process and everything it started."""
        if not self.alive:
            return
        self.alive = False
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
        form = _probes()[name].form(arguments)
        try:
            answer = self._ask("probe", name=name, function=self.__name__, args=arguments)
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


def _probes() -> dict[str, Probe[..., Any]]:
    return {**probes_in("gankit.probes"), **probes_in("gankit.instruments")}


def _is_small(folder: Path) -> bool:
    """Return whether a folder holds no more than a candidate may write, looking no further."""
    size = entries = 0
    folders = [str(folder)]
    try:
        while folders:
            with os.scandir(folders.pop()) as found:
                for entry in found:
                    entries += 1
                    size += entry.stat(follow_symlinks=False).st_blocks * 512
                    if size > DISK or entries > FILES:
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
