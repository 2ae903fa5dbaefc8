"""What a candidate must not be able to do, tried. Sent to a candidate as a student's cell.

Standard library only and nothing of ours: it runs as any student's code does. Files are asked for
as the system knows them (``posix``, ``FileIO``): what Python calls ``open`` in a notebook keeps
files of a student's home in the scratch folder, and would not tell whether others can be reached.
"""

from __future__ import annotations

import ctypes
import os
import posix
import signal
import socket
import time
from collections.abc import Callable
from io import FileIO
from pathlib import Path
from typing import Any

EXISTS = "stat"
"""What is said where a name can be tried that somebody has guessed."""


def intrude(
    private: list[str], processes: list[int], port: int, sockets: list[str], decoy: str
) -> dict[str, list[str]]:
    """Return what could be done, by the promise that it breaks.

    ``private`` must not be read; the file ``decoy`` stands for what must not be harmed either.
    """
    _works(_udp, port)  # whether it arrives, the other side will see
    ways: list[tuple[Callable[[Any], None], Any]] = [(_tcp, port)]
    ways += [(_unix, address) for address in sockets]
    others = sorted({os.getppid(), *processes} - {os.getpid(), 0})
    folders = ["/tmp", "/var/tmp", "/dev/shm", "/run/lock", str(Path.home().parent)]
    return {
        "reading": [path for path in private if _works(_read, path)],
        "processes": [
            f"process {number}: {attempt.__name__.strip('_')}"
            for number in others
            for attempt in (_memory, _environment, _signal)
            if _works(attempt, number)
        ],
        "network": [
            f"{attempt.__name__.strip('_')} {target}"
            for attempt, target in ways
            if _works(attempt, target)
        ],
        "writing": [
            *(folder for folder in [*folders, *private] if _works(_write, folder)),
            *(
                f"{attempt.__name__.strip('_')} {decoy}"
                for attempt in (*_EMPTYING, _rename, _link)
                if _works(attempt, decoy)
            ),
        ],
        "names": [
            *([EXISTS] if _works(_stat, decoy) else []),
            *(["inotify"] if _works(_inotify, str(Path(decoy).parent)) else []),
        ],
        "staying": ["a process of its own"] if _works(_stay, None) else [],
    }


def _works(attempt: Callable[[Any], None], target: Any) -> bool:
    try:
        attempt(target)
    except Exception:
        return False
    return True


def _read(path: str) -> None:
    try:
        FileIO(path).close()
    except IsADirectoryError:
        posix.listdir(path)


def _memory(process: int) -> None:
    FileIO(f"/proc/{process}/mem").close()


def _environment(process: int) -> None:
    FileIO(f"/proc/{process}/environ").read()


def _signal(process: int) -> None:
    os.kill(process, 0)


def _tcp(port: int) -> None:
    socket.create_connection(("127.0.0.1", port), 5).close()


def _udp(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.sendto(b"x", ("127.0.0.1", port))


def _unix(path: str) -> None:
    with socket.socket(socket.AF_UNIX) as stream:
        stream.settimeout(5)
        stream.connect(path)


def _write(folder: str) -> None:
    inside = f"{folder}/intruder-{os.getpid()}"
    FileIO(inside, "w").close()
    posix.unlink(inside)


def _truncate(path: str) -> None:
    posix.truncate(path, 0)


def _open_to_truncate(path: str) -> None:
    os.close(posix.open(path, os.O_RDONLY | os.O_TRUNC))


def _open_for_nothing_to_truncate(path: str) -> None:
    os.close(posix.open(path, os.O_ACCMODE | os.O_TRUNC))


_EMPTYING = (_truncate, _open_to_truncate, _open_for_nothing_to_truncate)


def _rename(path: str) -> None:
    posix.rename(path, f"{path}-renamed")
    posix.rename(f"{path}-renamed", path)


def _link(path: str) -> None:
    posix.link(path, "linked")


def _stat(path: str) -> None:
    posix.stat(path)


def _inotify(folder: str) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.inotify_add_watch(libc.inotify_init1(0), folder.encode(), 0x100) < 0:
        raise OSError(ctypes.get_errno(), folder)


def _stay(_: None) -> None:
    """Start a process that keeps all that is open here, the socket too."""
    child = os.fork()
    if child == 0:
        os.setsid()
        if os.fork() == 0:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            time.sleep(60)
        os._exit(0)
    os.waitpid(child, 0)
