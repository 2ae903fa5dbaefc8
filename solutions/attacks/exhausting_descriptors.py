"""Opens files, pipes, sockets and watches until none can be opened, and fills the pipes.

Aim: no descriptor and no kernel memory left for others.
Defence: limits
Control: without limits
Part: function_gan
"""

import fcntl
import os
import select
import socket

MANY = 300
held = []


def fill(opened):
    """Open until it fails, at most ``MANY`` times."""
    try:
        for _ in range(MANY):
            held.append(opened())
    except OSError:
        pass


def pipe():
    ends = os.pipe()
    fcntl.fcntl(ends[1], 1031, 1 << 20)  # its size
    os.set_blocking(ends[1], False)
    os.write(ends[1], bytes(1 << 20))
    return ends


def sockets():
    pair = socket.socketpair()
    socket.send_fds(pair[0], [b"x"], [pair[1].fileno()])  # held by its own queue
    return pair


for opened in (
    pipe,
    sockets,
    lambda: os.open("/dev/null", os.O_RDONLY),
    select.epoll,
    lambda: os.eventfd(0),
):
    fill(opened)


def succeeded():
    return len(held) >= MANY
