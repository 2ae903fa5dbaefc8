"""The warm parent: a program that has imported TensorFlow, runs nothing, and forks candidates.

Importing TensorFlow takes seconds; a fork takes a fraction of one. It is started by
``gangrade.candidate`` with a bare command line, an environment of its own, and one socket, whose
descriptor is its only argument. A request is a text, the path of the child's scratch directory,
with the descriptor of the child's socket attached; the answer is the child's process number.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from pathlib import Path


def main(control: socket.socket) -> None:
    """Import everything that children need, say so, and fork a child for each request."""
    import keras  # noqa: F401
    import matplotlib.pyplot  # noqa: F401
    import scipy.stats  # noqa: F401

    import gangrade.networks  # noqa: F401
    from gangrade import inside

    with Path(os.devnull).open("r+b") as null:  # what the imports had to say is over
        for descriptor in (0, 1, 2):
            os.dup2(null.fileno(), descriptor)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children that end leave nothing behind
    control.sendall(b"ready")
    children: list[int] = []
    while True:
        scratch, descriptors, _, _ = socket.recv_fds(control, 4096, 1)
        if not scratch:
            break
        child = os.fork()
        if child == 0:
            control.close()
            inside.main(socket.socket(fileno=descriptors[0]), scratch.decode())
            os._exit(0)
        os.close(descriptors[0])
        children.append(child)
        control.sendall(child.to_bytes(8, "big"))
    for child in children:
        try:
            os.killpg(child, signal.SIGKILL)
        except OSError:  # it has ended already
            continue


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
