"""Attaches to another process as a debugger.

Aim: the grader's memory and registers.
Defence: namespaces, user, landlock, seccomp
Control: without namespaces, user, landlock, seccomp
Part: function_gan
"""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
SEIZE, INTERRUPT, DETACH = 0x4206, 0x4207, 17

attached = []
for process in (BYSTANDER, os.getppid()):
    if libc.ptrace(SEIZE, process, None, None) == 0:
        attached.append(process)
        libc.ptrace(INTERRUPT, process, None, None)
        os.waitpid(process, 0)
        libc.ptrace(DETACH, process, None, None)


def succeeded():
    return bool(attached)
