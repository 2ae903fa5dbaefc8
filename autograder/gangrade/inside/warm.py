"""The warm parent: a program that has imported TensorFlow, runs nothing, and forks candidates.

Importing TensorFlow takes seconds; a fork takes a fraction of one. It is started by
``gangrade.candidate.parent`` with a bare command line, an environment of its own, and one socket,
whose descriptor is its argument. Requests are short JSON texts. One to fork tells the child's
confinement and has the descriptor of the child's socket attached; its answer is the child's process
number in here, with a descriptor that stands for the process. One to end a child is answered when
nothing of it is left.

Started with the word ``cold`` it imports nothing before and becomes the candidate itself: for
platforms on which such a process cannot fork.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import socket
import sys
from pathlib import Path

from gangrade.inside import sandbox


def main(control: socket.socket, cold: bool) -> None:
    """Import what children need, say so, and serve requests until the other end closes."""
    from gangrade.inside import shell

    if not cold:
        shell.import_libraries()
    with Path(os.devnull).open("r+b") as null:  # what the imports had to say is over
        for descriptor in (0, 1, 2):
            os.dup2(null.fileno(), descriptor)
    sandbox.preload()
    gc.collect()
    gc.freeze()  # or each collection in a child would copy the pages of all that was imported
    sandbox.hide_memory()
    sandbox.adopt_orphans()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children that end leave nothing behind
    control.sendall(b"ready")
    alive: set[int] = set()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 4096, 1)
        if not message:
            break
        request = json.loads(message)
        if cold:
            _announce(control, os.getpid())
            control.close()
            connection = socket.socket(fileno=descriptors[0])
            shell.main(connection, sandbox.Confinement(**request))
            os._exit(0)
        if "end" in request:
            alive.discard(request["end"])
            _end(request["end"], request["user"], alive)
            control.sendall(b"ended")
            continue
        child = os.fork()
        if child == 0:
            control.close()
            confinement = sandbox.Confinement(**request)
            shell.main(socket.socket(fileno=descriptors[0]), confinement)
            os._exit(0)
        os.close(descriptors[0])
        alive.add(child)
        _announce(control, child)
    for child in list(alive):
        _end(child, None, set())


def _announce(control: socket.socket, process: int) -> None:
    """Tell a process's number in here, with a descriptor that stands for it outside too."""
    handles = [os.pidfd_open(process)] if hasattr(os, "pidfd_open") else []
    socket.send_fds(control, [process.to_bytes(8, "big")], handles)
    for handle in handles:
        os.close(handle)


def _end(child: int, user: int | None, alive: set[int]) -> None:
    """End a child and what it started: its session, all of its user, and orphans that came here."""
    for end in (os.kill, os.killpg):
        with contextlib.suppress(OSError):  # it has ended already
            end(child, signal.SIGKILL)
    if user is not None:
        sandbox.end_all_of(user)
    while orphans := set(sandbox.own_children()) - alive:
        for orphan in orphans:
            with contextlib.suppress(OSError):
                os.kill(orphan, signal.SIGKILL)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])), cold=sys.argv[2:] == ["cold"])
