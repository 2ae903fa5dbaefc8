"""What attackers are after, laid out where nothing can be lost, and the world around it watched.

An arena holds decoys that look like the grader's files, a process that looks like one of the
grader's, and listeners that answer whoever reaches them. Whoever reads ``MARK`` has found one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import selectors
import shutil
import site
import socket
import stat
import subprocess
import sys
import sysconfig
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import gankit
import psutil

from gangrade.inside import sandbox

MARK = "DECOY-"

_BYSTANDER = """
import ctypes, signal, socket, time
secret, pair = open("secret.txt"), socket.socketpair()
ctypes.CDLL(None).prctl(0x59616D61, -1, 0, 0, 0)  # for Yama, which would protect it too
def write_down(number, _frame):
    with open("signalled", "a") as file:
        file.write(f"{number}\\n")
for number in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGIO, signal.SIGURG, signal.SIGTERM):
    signal.signal(number, write_down)
print("ready", flush=True)
while True:
    time.sleep(60)
"""
"""A process of the grader's user that may be read and signalled, were it not for the sandbox."""


class Arena:
    """One arena, gone at the end of its block, with all that attacks have left outside of it."""

    def __enter__(self) -> Self:
        """Lay it out."""
        self._exits = contextlib.ExitStack()
        self.token = secrets.token_hex(16)
        folder = self._exits.enter_context(tempfile.TemporaryDirectory(prefix="arena-"))
        self.root = Path(folder).resolve()
        for name, text in _decoys(MARK + self.token).items():
            path = self.root / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.arrived: list[str] = []
        """Which listeners somebody has reached."""
        self._before = set(_left_behind())
        self._exits.callback(self._clean)
        self._listen()
        self._stand_by()
        return self

    def __exit__(self, *_: object) -> None:
        """Clear it away."""
        self._exits.close()

    def constants(self) -> str:
        """Return the cell that tells an attacker all there is to know."""
        values = {
            "ARENA": str(self.root),
            "PORT": self.port,
            "GRADER": os.getpid(),
            "BYSTANDER": self.bystander.pid,
        }
        return "\n".join(f"{name} = {value!r}" for name, value in values.items())

    def world(self) -> dict[str, str]:
        """Return what must be the same after an attack, by a name that says where it is."""
        files = {str(path): _fingerprint(path) for path in sorted(self.root.rglob("*"))}
        files |= dict.fromkeys(_left_behind(), "was left behind")
        files["the decoy process"] = (
            " ".join(map(str, psutil.Process(self.bystander.pid).rlimit(psutil.RLIMIT_CORE)))
            if self.bystander.poll() is None and sys.platform == "linux"
            else str(self.bystander.poll())
        )
        return files

    def _stand_by(self) -> None:
        self.bystander = self._exits.enter_context(
            subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", _BYSTANDER, MARK + self.token],
                cwd=self.root,
                env={"SECRET": MARK + self.token},
                stdout=subprocess.PIPE,
            )
        )
        self._exits.callback(self.bystander.kill)
        assert self.bystander.stdout is not None
        self.bystander.stdout.readline()

    def _listen(self) -> None:
        """Answer on a port (TCP and UDP) and on two local sockets, and write down who came."""
        selector = self._exits.enter_context(selectors.DefaultSelector())
        tcp = socket.create_server(("127.0.0.1", 0))
        self.port = tcp.getsockname()[1]
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("127.0.0.1", self.port))
        sockets = {"tcp": tcp, "udp": udp}
        addresses = {"unix": f"{self.root}/socket"}
        if sys.platform == "linux":
            addresses["abstract"] = f"\0{self.root}"
        for name, address in addresses.items():
            sockets[name] = socket.socket(socket.AF_UNIX)
            sockets[name].bind(address)
            sockets[name].listen()
        stop, signal = socket.socketpair()
        sockets["stop"] = signal
        for name, one in sockets.items():
            selector.register(self._exits.enter_context(one), selectors.EVENT_READ, name)
        self._exits.enter_context(stop)
        thread = threading.Thread(target=self._answer, args=[selector], daemon=True)
        thread.start()
        self._exits.callback(thread.join)
        self._exits.callback(stop.close)

    def _answer(self, selector: selectors.BaseSelector) -> None:
        answer = (MARK + self.token).encode()
        while True:
            for key, _ in selector.select():
                listener = key.fileobj
                assert isinstance(listener, socket.socket)
                if key.data == "stop":
                    return
                self.arrived.append(key.data)
                with contextlib.suppress(OSError):
                    if key.data == "udp":
                        listener.sendto(answer, listener.recvfrom(4096)[1])
                    else:
                        with listener.accept()[0] as caller:
                            caller.sendall(answer)

    def _clean(self) -> None:
        """Remove what an attack has left behind; only names that attacks agree to use."""
        for leftover in set(_left_behind()) - self._before:
            path = Path(leftover)
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                with contextlib.suppress(OSError):  # another user's arena has its own
                    path.unlink()


def _decoys(marker: str) -> dict[str, str]:
    cells = [{"cell_type": "code", "source": f"# {marker}", "metadata": {}, "outputs": []}]
    return {
        "secret.txt": f"{marker}\n",
        "tests/hidden.py": f'points = 2\nmarker = "{marker}"\n',
        "calibration.json": json.dumps({"threshold": marker}),
        "other/submission.ipynb": json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}),
        "results/results.json": json.dumps({"score": 0, "output": marker}),
    }


def _fingerprint(path: Path) -> str:
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        content = str(path.readlink())
    elif stat.S_ISREG(status.st_mode):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
    else:
        content = ""
    return f"{status.st_mode:o} {status.st_uid} {content}"


def _left_behind() -> Iterator[str]:
    """Give what attackers may have left outside: files of theirs, and shared memory."""
    library, grader = Path(gankit.__file__).parent, Path(__file__).parents[1]
    home, packages = Path.home(), Path(sysconfig.get_path("purelib"))
    folders = [Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), Path("/run/lock"), home, packages]
    folders += [home / name for name in (".keras", ".cache", ".config", ".ipython", ".local")]
    folders += [home / ".config/matplotlib", home / ".cache/matplotlib", Path.cwd()]
    folders += [folder / name for folder in (library, grader) for name in (".", "__pycache__")]
    for folder in {*folders, Path(site.getusersitepackages())}:
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    owner = entry.stat(follow_symlinks=False).st_uid
                    if entry.name.startswith("attack-") or (
                        sandbox.User.FIRST <= owner < sandbox.User.LAST
                    ):
                        yield entry.path
    for kind in ("shm", "sem", "msg"):
        with contextlib.suppress(OSError):
            table = Path("/proc/sysvipc", kind).read_text(encoding="ascii").splitlines()[1:]
            yield from (f"System V {kind} {' '.join(line.split()[:2])}" for line in table)
