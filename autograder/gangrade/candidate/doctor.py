"""What holds a candidate on this machine, tried from inside one rather than assumed."""

from __future__ import annotations

import contextlib
import importlib.metadata
import importlib.resources
import os
import platform
import secrets
import socket
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from gangrade.candidate import intruder
from gangrade.candidate.parent import WarmParent
from gangrade.inside import sandbox
from gangrade.results.problems import Broken, Problem

PROMISES = {
    "reading": "cannot open tests, calibration, secret, masters, other submissions or results",
    "names": "cannot learn which files others have",
    "processes": "cannot read or signal a process outside its own tree",
    "network": "cannot open or reuse a socket to anywhere",
    "writing": "cannot write or empty a file outside its scratch directory",
    "staying": "leaves no process behind",
}
"""The minimum without which nothing is graded."""


@dataclass(frozen=True)
class Findings:
    """What a candidate could do, and which layers it had."""

    breaches: dict[str, list[str]]
    """What could be done, by promise; no promise without one."""
    missing: dict[str, str]
    """The layers that it did not have, with reasons."""

    @property
    def safe(self) -> bool:
        """Whether the minimum holds."""
        return not self.breaches

    def sentence(self) -> str:
        """Say what does not hold."""
        return "; ".join(
            f"a candidate does not keep to “{PROMISES[promise]}” ({', '.join(breaches[:3])})"
            for promise, breaches in self.breaches.items()
        )


def examine(warm: WarmParent, private: Iterable[Path]) -> Findings:
    """Let an intruder try, in a candidate, what must not be possible; ``private`` must stay closed.

    Raises:
        Broken: if no candidate can be started.
    """
    source = Path(intruder.__file__).read_text(encoding="utf-8")
    warm.wait()
    candidate = warm.fork()
    line = candidate.line()
    try:
        with _listeners() as (port, sockets, datagrams), _decoy() as decoy:
            candidate.run_cell(1, source, 60)
            references = Path(__file__).parents[1] / "verdicts" / "references.py"
            secrets = [path for path in (*private, references) if path.exists()]
            arguments = [
                [str(path.resolve()) for path in secrets],
                [os.getpid(), os.getppid(), warm.process.pid],
                port,
                sockets,
                str(decoy),
            ]
            request = {"function": intruder.intrude.__name__, "args": {"args": arguments}}
            breaches = dict(candidate.ask("probe", 60, name="call", **request))
            if _has_arrived(datagrams):  # inside, sending is no proof: it may reach nobody
                breaches["network"] = [*breaches["network"], f"udp {port}"]
    except Problem as problem:
        raise Broken(f"A candidate cannot be started: {problem}") from None
    finally:
        candidate.close()
    # That a process can be started is no breach; that it outlives the candidate is.
    with line:
        if not _is_held(line):
            breaches["staying"] = []
    missing = candidate.missing
    alone = {"namespaces", "user"} <= set(missing)
    if not (alone and ("landlock" in missing or landlock_abi(warm) < TRUNCATE_ABI)):
        # Who guesses a name may ask whether there is such a file: Landlock guards that nowhere.
        breaches["names"] = [name for name in breaches["names"] if name != intruder.EXISTS]
    return Findings(
        {promise: evidence for promise, evidence in breaches.items() if evidence}, missing
    )


TRUNCATE_ABI = 3
"""The version of Landlock's interface since which it guards what a file holds from all sides."""


def landlock_abi(warm: WarmParent) -> int:
    """Return the version of Landlock's interface that candidates are held by; 0 if none."""
    with contextlib.suppress(Exception):  # whatever its library says where there is none
        from py_landlock import get_abi_version

        return min(int(get_abi_version()), warm.landlock)
    return 0


@contextlib.contextmanager
def _decoy() -> Iterator[Path]:
    """Give a file that stands for one of the grader's: an intruder may try to spoil it."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        decoy = Path(folder, "decoy.txt")
        decoy.write_text("decoy", encoding="ascii")
        yield decoy


@contextlib.contextmanager
def _listeners() -> Iterator[tuple[int, list[str], socket.socket]]:
    """Listen on a port of this machine and on two local sockets.

    Gives the port, the sockets' addresses, and the port's socket for datagrams.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        socket.create_server(("127.0.0.1", 0)) as tcp,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
        socket.socket(socket.AF_UNIX) as path_socket,
        contextlib.ExitStack() as exits,
    ):
        udp.bind(tcp.getsockname())
        udp.setblocking(False)
        Path(folder).chmod(0o755)
        addresses = [f"{folder}/socket"]
        path_socket.bind(addresses[0])
        path_socket.listen()
        Path(addresses[0]).chmod(0o777)
        if platform.system() == "Linux":
            abstract = exits.enter_context(socket.socket(socket.AF_UNIX))
            addresses.append(f"\0gangrade-{secrets.token_hex(8)}")
            abstract.bind(addresses[1])
            abstract.listen()
        yield tcp.getsockname()[1], addresses, udp


def _has_arrived(datagrams: socket.socket) -> bool:
    try:
        return bool(datagrams.recv(1))
    except BlockingIOError:
        return False


def _is_held(line: socket.socket) -> bool:
    """Return whether a process holds the other end."""
    line.setblocking(False)
    try:
        while line.recv(1 << 16):
            pass
    except BlockingIOError:
        return True
    except ConnectionError:
        pass
    return False


def tables_of(findings: Findings) -> list[Table]:
    """Return the findings as tables for the terminal."""
    layers = Table("layer", "", "reason", title="Layers of the sandbox")
    for layer in sandbox.LAYERS:
        reason = findings.missing.get(layer)
        state = "[green]on[/green]" if reason is None else "[yellow]off[/yellow]"
        layers.add_row(layer, state, reason or "")
    minimum = Table("a candidate …", "", "what could be done", title="Tried from inside")
    for promise, text in PROMISES.items():
        breaches = findings.breaches.get(promise, [])
        state = "[red]no[/red]" if breaches else "[green]holds[/green]"
        minimum.add_row(text, state, "\n".join(breaches[:5]))
    versions = Table("", "version", title="Versions")
    for name, version in _versions().items():
        versions.add_row(name, version)
    return [layers, minimum, versions]


def _versions() -> dict[str, str]:
    versions = {"Python": platform.python_version(), "kernel": platform.platform()}
    for name in ("gankit", "tensorflow", "tensorflow-cpu", "keras", "numpy", "otter-grader"):
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            versions[name] = importlib.metadata.version(name)
    with contextlib.suppress(OSError):
        run = subprocess.run(["bwrap", "--version"], capture_output=True, text=True, check=False)
        versions["bubblewrap"] = run.stdout.split()[-1]
    with contextlib.suppress(Exception):  # whatever its library says where there is none
        from py_landlock import get_abi_version

        versions["Landlock"] = f"ABI {get_abi_version()}"
    return versions
