"""Makes new namespaces and mounts, to see what the sandbox hides.

Aim: the disk as it is outside.
Defence: namespaces, user, limits, landlock, seccomp
Control: without namespaces, user, landlock, seccomp
Part: function_gan
"""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
NEWNS, NEWUSER, BIND = 0x20000, 0x10000000, 4096


def is_read(path):
    try:
        return "DECOY-" in open(path).read()
    except OSError:
        return False


def attempt():
    """In namespaces of its own, if it can: look at the files, and at a second view of them."""
    for flags in (NEWUSER | NEWNS, NEWUSER, NEWNS):
        libc.unshare(flags)
    os.makedirs("view", exist_ok=True)
    libc.mount(ARENA.encode(), b"view", None, BIND, None)
    return is_read("view/secret.txt") or is_read(ARENA + "/secret.txt")


def in_a_child():
    child = os.fork()
    if child == 0:
        try:
            os._exit(0 if attempt() else 1)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


try:
    reached = in_a_child()
except OSError:
    reached = False
reached = attempt() or reached


def succeeded():
    return reached
