"""Candidates from outside: start them, ask them, count their time, end them.

A candidate is a process that runs one submission (its inside is ``gangrade.inside``). The only way
to one is here, and what it says is data.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil

from gangrade import wire

START_SECONDS = 300
POLL_SECONDS = 0.05
SEND_SECONDS = 30
MAX_MESSAGE = 300
WALL_FACTOR = 4
WALL_SECONDS = 30
"""The wall-clock limit is the CPU limit times that, plus this: only a backstop."""


class Problem(Exception):  # noqa: N818
    """Something about the student's code that a message can tell. Base of the following."""

    function = ""
    """The student's function that was asked for, if it was one."""


class Raised(Problem):
    """The student's code stopped with an exception."""

    def __init__(self, error: dict[str, Any]):
        """Take the candidate's report, which is data from a stranger."""
        self.kind, self.type, self.message, self.where = (
            str(error.get(key, ""))[:MAX_MESSAGE] for key in ("kind", "type", "message", "where")
        )
        super().__init__(self.message)


class Refused(Problem):
    """The student's function gave something that cannot be graded."""


class Ended(Problem):
    """The candidate is gone: its time was up, or it ended itself."""


class WarmParent:
    """The process that candidates are forked from. Start it once, use it for many."""

    def __init__(self) -> None:
        """Start the program; it becomes ready in the background."""
        self.scratch = Path(tempfile.mkdtemp(prefix="gangrade-"))
        self._control, inner = socket.socketpair()
        self._ready = False
        self._lock = threading.Lock()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115
        with inner:
            self._program = subprocess.Popen(
                [sys.executable, "-s", "-P", "-m", "gangrade.warm", str(inner.fileno())],
                pass_fds=[inner.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                cwd=self.scratch,
                env=_environment(self.scratch),
                start_new_session=True,
            )
        self.process = psutil.Process(self._program.pid)

    def __enter__(self) -> Self:
        """Return self; the program ends at the end of the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the program."""
        self.close()

    def wait(self) -> None:
        """Wait until candidates can be started.

        Raises:
            RuntimeError: if the program did not start; the message holds its last words.
        """
        if self._ready:
            return
        self._control.settimeout(START_SECONDS)
        try:
            said = self._control.recv(16)
        except TimeoutError:
            said = b""
        if said != b"ready":
            self._program.kill()
            self._errors.seek(0)
            last = self._errors.read().decode(errors="replace").strip().splitlines()[-5:]
            raise RuntimeError("The candidate's program did not start: " + "\n".join(last))
        self._ready = True

    def fork(self) -> Candidate:
        """Start a candidate."""
        scratch = Path(tempfile.mkdtemp(prefix="candidate-", dir=self.scratch))
        outer, inner = socket.socketpair()
        with inner, self._lock:
            self.wait()
            socket.send_fds(self._control, [str(scratch).encode()], [inner.fileno()])
            pid = int.from_bytes(wire.read_exactly(self._control, 8), "big")
        return Candidate(psutil.Process(pid), outer, scratch)

    def close(self) -> None:
        """End the program and all that is left of its candidates."""
        self._control.close()
        try:
            self._program.wait(5)
        except subprocess.TimeoutExpired:
            self._program.kill()
            self._program.wait()
        self._errors.close()
        shutil.rmtree(self.scratch, ignore_errors=True)


class Candidate:
    """One process with one submission's code."""

    def __init__(self, process: psutil.Process, connection: socket.socket, scratch: Path):
        """Take over a process that was just forked."""
        self.process = process
        self.alive = True
        self._connection = connection
        self._connection.settimeout(SEND_SECONDS)  # it may not read what it is sent
        self._scratch = scratch
        self._family = [process]

    def cpu_seconds(self) -> float:
        """Return the CPU time that the candidate and the processes it started have used."""
        total = 0.0
        with contextlib.suppress(psutil.Error):
            self._family = [self.process, *self.process.children(recursive=True)]
        for process in self._family:
            with contextlib.suppress(psutil.Error):
                times = process.cpu_times()
                total += times.user + times.system
                if process is self.process:  # of children that have ended
                    total += times.children_user + times.children_system
        return total

    def ask(self, do: str, seconds: float, **request: Any) -> Any:
        """Send a request to the method ``do`` inside and return its value.

        ``seconds`` of CPU time may be used; the wall clock is the backstop.

        Raises:
            Raised: if the student's code raised an exception.
            Refused: if it gave something that cannot cross.
            Ended: if the time was up or the process ended itself. It is gone then.
        """
        if not self.alive:
            raise Ended("its process had already ended")
        limit = self.cpu_seconds() + seconds
        wall = seconds * WALL_FACTOR + WALL_SECONDS
        backstop = time.monotonic() + wall

        def read(count: int) -> bytes:
            data = bytearray()
            while len(data) < count:
                if select.select([self._connection], [], [], POLL_SECONDS)[0]:
                    part = self._connection.recv(min(count - len(data), 1 << 20))
                    if not part:
                        raise wire.Closed
                    data += part
                elif self.cpu_seconds() > limit:
                    raise Ended(f"it did not end within {seconds:.0f} s of computing time")
                if time.monotonic() > backstop:
                    raise Ended(f"it did not end within {wall:.0f} s")
            return bytes(data)

        try:
            wire.send(self._connection, {"do": do, **request})
            reply = wire.receive(self._connection, read)
        except (wire.Closed, ConnectionError):
            self.close()
            raise Ended("it ended the process that runs the notebook") from None
        except TimeoutError:
            self.close()
            raise Ended("it did not take its next request") from None
        except wire.Refused as refusal:
            self.close()  # the rest of what it sends could not be told apart
            raise Refused(str(refusal)) from None
        except Ended:
            self.close()
            raise
        if not isinstance(reply, dict) or len(reply) != 1:
            raise Refused("the answer has an unknown form")
        if "value" in reply:
            return reply["value"]
        error = reply.get("error")
        if not isinstance(error, dict):
            raise Refused("the answer has an unknown form")
        raised = Raised(error)
        if raised.kind == "refused":
            raise Refused(raised.message)
        raise raised

    def close(self) -> None:
        """End the process and everything it started."""
        if not self.alive:
            return
        self.alive = False
        self._connection.close()
        for process in _tree(self.process):
            with contextlib.suppress(psutil.Error):
                process.kill()
        with contextlib.suppress(OSError):
            os.killpg(self.process.pid, signal.SIGKILL)
        with contextlib.suppress(psutil.Error):
            self.process.wait(5)
        shutil.rmtree(self._scratch, ignore_errors=True)


class RemoteFunction:
    """Stands for a function of the student's in the examiner, for use with ``gankit.probes``."""

    def __init__(self, name: str, ask: Any):
        """Take the function's name and a way to ask the candidate: ``ask("probe", **request)``."""
        self.__name__ = name
        self._ask = ask

    def run_probe(self, name: str, arguments: dict[str, Any]) -> Any:
        """Run a probe over there."""
        try:
            return self._ask("probe", name=name, function=self.__name__, args=arguments)
        except Problem as problem:
            problem.function = self.__name__
            raise

    def __call__(self, *args: Any) -> Any:
        """Call the function with values; for anything more, write a probe."""
        return self.run_probe("call", {"args": list(args)})


def _tree(process: psutil.Process) -> Iterator[psutil.Process]:
    with contextlib.suppress(psutil.Error):
        yield from process.children(recursive=True)
    yield process


def _environment(scratch: Path) -> dict[str, str]:
    """Return the whole environment of candidates: nothing of ours is inherited."""
    one_thread = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(scratch),
        "TMPDIR": str(scratch),
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONWARNINGS": "ignore",
        "KERAS_BACKEND": "tensorflow",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "CUDA_VISIBLE_DEVICES": "-1",
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": str(scratch),
        **dict.fromkeys(one_thread, "1"),
    }
