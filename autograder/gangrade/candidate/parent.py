"""The warm parent from outside: start it, have it fork candidates, end it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Self

import psutil

from gangrade.candidate import machine
from gangrade.candidate.candidate import FOLDER, SCRATCH, Candidate, remove_folder
from gangrade.candidate.watch import SHARE, Watch
from gangrade.errors import in_words
from gangrade.inside import sandbox
from gangrade.results.problems import Broken, ours

START_SECONDS = 300


NEW_SECONDS = 60
"""A folder that is younger may belong to a grader that has not claimed it yet."""


class WarmParent:
    """The process that candidates are forked from. Start it once, use it for many."""

    @ours()
    def __init__(
        self,
        without: Collection[str] = (),
        cold: bool = False,
        *,
        landlock: int = sandbox.NEWEST,
    ) -> None:
        """Start the program; it becomes ready in the background.

        ``without`` names layers of the sandbox to leave out, to see what they are there for;
        ``landlock`` is the newest version of its interface (ABI) to use. With ``cold``, and where
        processes cannot be forked, each candidate gets a program of its own.

        Raises:
            Broken: if it cannot be started.
        """
        sandbox.hide_memory()  # this process knows the tests
        self.without, self.landlock = tuple(without), landlock
        self.missing: dict[str, str] = dict.fromkeys(self.without, "switched off")
        self.scratch, self._claim = _new_scratch()
        self._watch = Watch(self.scratch)
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

    def __exit__(self, *_: object) -> None:
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

    @ours()
    def fork(self) -> Candidate:
        """Start a candidate, which is watched from then on.

        Raises:
            Broken: if the program has ended, or for whatever else that is missing for a candidate.
        """
        with contextlib.ExitStack() as failed:
            scratch = Path(tempfile.mkdtemp(prefix=FOLDER, dir=self.scratch))
            failed.callback(remove_folder, scratch)
            user = None if "user" in self.missing else sandbox.User.claim()
            if user is not None:
                failed.callback(user.release)
                os.chown(scratch, user.number, user.number)
            candidate = self._start(scratch, user)
            failed.pop_all()
        try:
            candidate.missing = {**candidate.hear(START_SECONDS), **self.missing}
        except Exception as error:
            candidate.close()
            raise Broken(f"a candidate could not be started: {in_words(error)}") from error
        return candidate

    def _start(self, scratch: Path, user: sandbox.User | None) -> Candidate:
        """Have a candidate started in a folder, for a user if it is to have one."""
        number = None if user is None else user.number
        request = {
            "scratch": str(scratch),
            "user": number,
            "threads": sandbox.THREADS + (0 if user else _threads_of_mine()),
            "outside": sandbox.user_namespace(),
            # On a disk of its own it is memory that it takes.
            "disk": min(sandbox.DISK, (machine.memory() or sandbox.DISK * SHARE) // SHARE),
            "files": sandbox.FILES,
            "landlock": self.landlock,
            "without": self.without,
        }
        program = self._program or _Program(self.scratch, self._prefix, "cold")
        outer, inner = socket.socketpair()
        try:
            with inner, self._lock:
                pid, process = program.start(request, inner)
        except BaseException:
            outer.close()
            raise

        def end() -> bool:
            if program is not self._program:
                program.close(patience=0)
                return True
            with self._lock:
                there = program.end(pid, number)
            if user is not None:
                user.release()
            return there

        try:
            return Candidate(process, outer, scratch, end=end, watch=self._watch)
        except BaseException:
            end()
            outer.close()
            raise

    def close(self) -> None:
        """End the program and all that is left of its candidates."""
        if self._closed:
            return
        self._closed = True
        self._watch.close()
        if self._program:
            self._program.close()
        remove_folder(self.scratch)
        os.close(self._claim)


CAN_FORK = hasattr(os, "fork") and sys.platform != "darwin"
"""Apple's libraries may fail in a process that was forked after they were loaded."""


class _Program:
    """A running ``gangrade.inside.warm``."""

    def __init__(self, scratch: Path, prefix: Sequence[str], *arguments: str) -> None:
        """Start it, with a command in front that confines it."""
        self._ready = False
        self._control, inner = socket.socketpair()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115
        python = [sys.executable, "-s", "-P", "-m", "gangrade.inside.warm"]
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
            message = self._control.recv(16)
        except OSError:
            message = b""
        if message != b"ready":
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


def _new_scratch() -> tuple[Path, int]:
    """Make a folder for candidates; return it, and a descriptor that holds it as long as we live.

    Folders of graders that were killed are removed: nobody holds them any more.
    """
    folder = Path(tempfile.mkdtemp(prefix=SCRATCH))
    claim = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    fcntl.flock(claim, fcntl.LOCK_EX)
    folder.chmod(0o711)  # candidates of other users pass through to their own
    for leftover in folder.parent.glob(f"{SCRATCH}*"):
        with contextlib.suppress(OSError):
            about = leftover.stat(follow_symlinks=False)
            if about.st_uid != os.geteuid() or time.time() - about.st_mtime < NEW_SECONDS:
                continue
            descriptor = os.open(
                leftover, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
            )
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                remove_folder(leftover)
            finally:
                os.close(descriptor)
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
