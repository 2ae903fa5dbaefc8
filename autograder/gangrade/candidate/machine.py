"""What this machine, or the container that we run in, gives: processors and memory.

A container's limits are those of its control group (cgroup), of either version.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil

ROOT = Path("/sys/fs/cgroup")
PER_WORKER = 1_200_000_000
"""Bytes of memory that one worker may need: its own, its warm parent's and its candidate's."""


def cpus() -> float:
    """Return how many processors there are for us; half of one is 0.5."""
    count = float(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)
    for folder in _groups("cpu"):
        words = _read(folder / "cpu.max").split()
        if not words:
            words = [_read(folder / f"cpu.cfs_{name}_us").strip() for name in ("quota", "period")]
        if len(words) == 2 and all(word.isdigit() for word in words):  # not "max", not -1
            count = min(count, int(words[0]) / int(words[1]))
    return count


def workers() -> int:
    """Return how many submissions can be graded at a time here."""
    free = psutil.virtual_memory().available
    if (limit := memory()) is not None:
        free = min(free, limit - (held() or 0))
    return max(1, min(int(cpus()), int(free) // PER_WORKER))


def memory() -> int | None:
    """Return the bytes of memory that all our processes together may hold; None if unlimited."""
    limits = [
        int(text)
        for folder in _groups("memory")
        for name in ("memory.max", "memory.limit_in_bytes")
        if (text := _read(folder / name).strip()).isdigit()
    ]
    # Version 1 writes no limit as one that no machine can hold.
    return min((limit for limit in limits if limit < 1 << 50), default=None)


def held() -> int | None:
    """Return the bytes that all our processes together hold of their own; None if unlimited.

    Where there is no limit, the group may hold more than us.
    """
    if memory() is None:
        return None
    for folder in _groups("memory"):
        for line in _read(folder / "memory.stat").splitlines():
            if line.startswith(("anon ", "total_rss ")):
                return int(line.split()[1])
    return None


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait until no other grader of this user's is in such a block."""
    path = Path(tempfile.gettempdir(), f"gangrade-{os.getuid()}.lock")
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def killed() -> int:
    """Return how many of our processes the kernel has killed so far because memory ran out.

    Where there is no limit of ours, the kernel counts all processes of the machine.
    """
    names = ("memory.events", "memory.oom_control")
    counts = [folder / name for folder in _groups("memory") for name in names]
    if memory() is None:
        counts.append(Path("/proc/vmstat"))
    return max(
        (
            int(line.split()[1])
            for path in counts
            for line in _read(path).splitlines()
            if line.startswith("oom_kill ")
        ),
        default=0,
    )


def _groups(controller: str) -> Iterator[Path]:
    """Give the folders of our group and of all above it, as far as they can be seen from here."""
    for line in _read(Path("/proc/self/cgroup")).splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers and controller not in controllers.split(","):
            continue
        top = ROOT / controllers if controllers else ROOT
        inner = top / path.lstrip("/")
        # In a container the path may be the host's; what is mounted there is its own group.
        for folder in (inner, *inner.parents):
            if folder.is_dir():
                yield folder
            if folder == top:
                break


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:
        return ""
