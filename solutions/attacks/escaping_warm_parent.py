"""Looks for the socket over which the warm parent takes requests, here and in other processes.

Aim: a candidate without a sandbox, by a request of one's own.
Defence: environment, namespaces, user, landlock, seccomp
Control: without namespaces, user, landlock, seccomp
Part: function_gan
"""

import ctypes
import os
import stat

libc = ctypes.CDLL(None, use_errno=True)


def is_socket(number):
    try:
        return stat.S_ISSOCK(os.fstat(number).st_mode)
    except OSError:
        return False


found = [number for number in range(3, 256) if is_socket(number)][1:]
for process in (os.getppid(), BYSTANDER):
    handle = libc.syscall(434, process, 0)  # pidfd_open
    if handle < 0:
        continue
    taken = [libc.syscall(438, handle, number, 0) for number in range(3, 64)]  # pidfd_getfd
    found += [number for number in taken if number >= 0 and is_socket(number)]
# Nothing is sent over them: who has such a socket can ask for a candidate without a sandbox.


def succeeded():
    return bool(found)
