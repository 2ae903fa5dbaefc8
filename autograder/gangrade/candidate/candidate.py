"""Candidates from outside: start them, ask them, count their time, end them.

A candidate is a process that runs one submission (its inside is ``gangrade.inside``). The only way
to one is here, and what it says is data.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import math
import os
import select
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil

from gangrade import machine, sandbox, wire
from gangrade.problems import Broken, Ended, Problem, Raised, Refused

START_SECONDS = 300
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
NEW_SECONDS = 60
"""A folder that is younger may belong to a grader that has not claimed it yet."""
_SCRATCH = "gangrade-scratch-"


class WarmParent:
    """The process that candidates are forked from. Start it once, use it for many."""

    def __init__(self, without: Collection[str] = (), cold: bool = False) -> None:
        """Start the program; it becomes ready in the background.

        ``without`` names layers of the sandbox to leave out, to see what they are there for. With
        ``cold``, and where processes cannot be forked, each candidate gets a program of its own.
        """
        sandbox.hide_memory()  # this process knows the tests
        self.without = tuple(without)
        self.missing: dict[str, str] = dict.fromkeys(self.without, "switched off")
        self.scratch, self._claim = _new_scratch()
        self._prefix = self._namespaces()
        self._lock = threading.RLock()  # the program answers one at a time
        self._closed = False
        self._program = None if cold or not CAN_FORK else _Program(self.scratch, self._prefix)
        reason = sandbox.no_user_because() if self._program else "candidates start cold"
        if "user" not in self.without and reason:
            self.missing["user"] = reason

    def _namespaces(self) -> list[str]:
        """Return the command in front of the program's that gives it its own namespaces, if any."""
        if "namespaces" in self.without:
            return []
        if reason := sandbox.no_namespaces_because():
            self.missing["namespaces"] = reason
            return []
        return sandbox.namespaces(self.scratch)

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

    @property
    def process(self) -> psutil.Process:
        """The program that candidates come from; this one, if each has its own."""
        return self._program.process if self._program else psutil.Process()

    def wait(self) -> None:
        """Wait until candidates can be started.

        Raises:
            Broken: if the program did not start; the message holds its last words.
        """
        with self._lock:
            if self._program:
                self._program.wait()

    def fork(self, beside: Candidate | None = None) -> Candidate:
        """Start a candidate. While it is heard, one ``beside`` it is watched too.

        Raises:
            Broken: if the program has ended, or the candidate cannot close its sandbox.
        """
        scratch = Path(tempfile.mkdtemp(prefix="candidate-", dir=self.scratch))
        user = None if "user" in self.missing else sandbox.User.claim()
        if user is not None:
            os.chown(scratch, user.number, user.number)
        number = None if user is None else user.number
        request = {
            "scratch": str(scratch),
            "user": number,
            "threads": sandbox.THREADS + (0 if user else _threads_of_mine()),
            "outside": sandbox.user_namespace(),
            "without": self.without,
        }
        program = self._program or _Program(self.scratch, self._prefix, "cold")
        outer, inner = socket.socketpair()
        with inner, self._lock:
            pid, process = program.start(request, inner)

        def end() -> bool:
            if program is not self._program:
                program.close(patience=0)
                return True
            with self._lock:
                there = program.end(pid, number)
            if user is not None:
                user.release()
            return there

        candidate = Candidate(process, outer, scratch, end, beside)
        try:
            candidate.missing = {**candidate.hear(START_SECONDS), **self.missing}
        except Problem as problem:
            candidate.close()
            raise Broken(f"a candidate could not be started: {problem}") from None
        return candidate

    def close(self) -> None:
        """End the program and all that is left of its candidates."""
        if self._closed:
            return
        self._closed = True
        if self._program:
            self._program.close()
        _remove(self.scratch)
        os.close(self._claim)


CAN_FORK = hasattr(os, "fork") and sys.platform != "darwin"
"""Apple's libraries may fail in a process that was forked after they were loaded."""


class _Program:
    """A running ``gangrade.warm``."""

    def __init__(self, scratch: Path, prefix: Sequence[str], *arguments: str) -> None:
        """Start it, with a command in front that confines it."""
        self._ready = False
        self._control, inner = socket.socketpair()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115
        python = [sys.executable, "-s", "-P", "-m", "gangrade.warm"]
        with inner:
            self._popen = subprocess.Popen(
                [*prefix, *python, str(inner.fileno()), *arguments],
                pass_fds=[inner.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                cwd=scratch,
                env=_environment(scratch),
                start_new_session=True,
            )
        self.process = psutil.Process(self._popen.pid)

    def wait(self) -> None:
        """Wait until it takes requests.

        Raises:
            Broken: if it did not start; the message holds its last words.
        """
        if self._ready:
            return
        self._control.settimeout(START_SECONDS)
        try:
            said = self._control.recv(16)
        except OSError:
            said = b""
        if said != b"ready":
            self._popen.kill()
            self._errors.seek(0)
            last = self._errors.read().decode(errors="replace").strip().splitlines()[-5:]
            raise Broken("The candidate's program did not start: " + "\n".join(last))
        self._ready = True

    def start(
        self, request: dict[str, Any], connection: socket.socket
    ) -> tuple[int, psutil.Process]:
        """Have it start a candidate that answers on ``connection``; return its number in there.

        Raises:
            Broken: if the program has ended.
        """
        self.wait()
        there, handles = b"", list[int]()
        with contextlib.suppress(OSError):
            socket.send_fds(self._control, [json.dumps(request).encode()], [connection.fileno()])
            there, handles, _, _ = socket.recv_fds(self._control, 8, 1)
        if len(there) != 8:
            raise Broken("the program that candidates are forked from has ended")
        pid = int.from_bytes(there, "big")
        return pid, psutil.Process(_outer_number(handles[0]) if handles else pid)

    def end(self, pid: int, user: int | None) -> bool:
        """Have it end one of its children and all that this one started; say if it was there."""
        with contextlib.suppress(OSError):
            self._control.sendall(json.dumps({"end": pid, "user": user}).encode())
            return self._control.recv(16) == b"ended"
        return False

    def close(self, patience: float = 5) -> None:
        """End it, after so many seconds by force."""
        self._control.close()
        try:
            self._popen.wait(patience)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()
        self._errors.close()


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
        left = max(0.1, self.deadline - time.monotonic())
        self._connection.settimeout(min(SEND_SECONDS, left))
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
        raised = Raised(error)
        if raised.kind == "refused":
            raise Refused(raised.message)
        raise raised

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
        held = threads = 0
        for process in self._family:
            with contextlib.suppress(psutil.Error):
                held += process.memory_info().rss
                threads += process.num_threads()
        if held > MEMORY:
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
        _remove(self.scratch)


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


def _new_scratch() -> tuple[Path, int]:
    """Make a folder for candidates; return it, and a descriptor that holds it as long as we live.

    Folders of graders that were killed are removed: nobody holds them any more.
    """
    folder = Path(tempfile.mkdtemp(prefix=_SCRATCH))
    claim = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    fcntl.flock(claim, fcntl.LOCK_EX)
    folder.chmod(0o711)  # candidates of other users pass through to their own
    for left in folder.parent.glob(f"{_SCRATCH}*"):
        with contextlib.suppress(OSError):
            about = left.stat(follow_symlinks=False)
            if about.st_uid != os.geteuid() or time.time() - about.st_mtime < NEW_SECONDS:
                continue
            held = os.open(left, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(left)
            finally:
                os.close(held)
    return folder, claim


def _threads_of_mine() -> int:
    """Return how many threads this user has: the limit may count them with a candidate's."""
    threads = 0
    for process in psutil.process_iter(["uids", "num_threads"]):
        uids = process.info["uids"]
        if uids is not None and uids.real == os.getuid():
            threads += process.info["num_threads"] or 0
    return threads


def _outer_number(handle: int) -> int:
    """Return the number, in our own namespace, of the process that a descriptor stands for."""
    try:
        text = Path(f"/proc/self/fdinfo/{handle}").read_text(encoding="ascii")
    finally:
        os.close(handle)
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pid:"))


def _is_small(folder: Path) -> bool:
    """Return whether a folder holds no more than a candidate may write, looking no further."""
    used = entries = 0
    folders = [str(folder)]
    try:
        while folders:
            with os.scandir(folders.pop()) as found:
                for entry in found:
                    entries += 1
                    used += entry.stat(follow_symlinks=False).st_blocks * 512
                    if used > DISK or entries > FILES:
                        return False
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
    except FileNotFoundError:  # it was deleted while we looked
        return True
    except OSError:  # a path that is too long, for example
        return False
    return True


def _remove(folder: Path) -> None:
    """Remove a folder that a stranger has filled: ``rm`` copes with any depth."""
    remove = ["rm", "-rf", "--", str(folder)]
    if subprocess.run(remove, check=False, stderr=subprocess.DEVNULL).returncode:
        # Folders without rights for their owner. Links are not followed.
        enter = ["chmod", "-R", "u+rwx", "--", str(folder)]
        subprocess.run(enter, check=False, stderr=subprocess.DEVNULL)
        subprocess.run(remove, check=False, stderr=subprocess.DEVNULL)


def _environment(scratch: Path) -> dict[str, str]:
    """Return the whole environment of candidates: nothing of ours is inherited."""
    one_thread = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(scratch),
        "USER": "student",
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
