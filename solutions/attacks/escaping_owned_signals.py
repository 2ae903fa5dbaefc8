"""Lets the kernel signal another process: F_SETOWN and F_SETSIG on a socket of its own.

Aim: to end the grader without any call that sends a signal.
Defence: namespaces, user, landlock, seccomp
Control: without namespaces, user, landlock, seccomp
Part: function_gan
"""

import ctypes
import fcntl
import os
import signal
import socket
import time

F_SETSIG, F_SETOWN_EX, FIOSETOWN, O_ASYNC = 10, 15, 0x8901, 0o20000

left, right = socket.socketpair()
ways = (
    lambda: fcntl.fcntl(left, fcntl.F_SETOWN, BYSTANDER),
    lambda: fcntl.fcntl(left, F_SETOWN_EX, b"\1\0\0\0" + BYSTANDER.to_bytes(4, "little")),
    lambda: fcntl.ioctl(left, FIOSETOWN, BYSTANDER.to_bytes(4, "little")),
)
for way in ways:
    try:
        way()
        fcntl.fcntl(left, F_SETSIG, signal.SIGUSR1)
        fcntl.fcntl(left, fcntl.F_SETFL, O_ASYNC | os.O_NONBLOCK)
        right.send(b"now")
        time.sleep(0.2)
        left.recv(10)
    except OSError:
        pass


def succeeded():
    try:
        return bool(open(ARENA + "/signalled").read())
    except OSError:
        return False
