"""Sends signals to the warm parent and to the grader's processes, in every way there is.

Aim: to end or to stop the grader, so that others get no marks.
Defence: namespaces, user, landlock, seccomp
Control: without namespaces, user, landlock, seccomp
Part: function_gan
"""

import ctypes
import os
import signal
import time

libc = ctypes.CDLL(None, use_errno=True)
PIDFD_OPEN, PIDFD_SEND, TKILL, TGKILL = 434, 424, 200, 234
HARMLESS = signal.SIGURG  # enough to see whether another would arrive
sent = 0
for process in (BYSTANDER, os.getppid(), GRADER):
    handle = libc.syscall(PIDFD_OPEN, process, 0)
    ways = (
        lambda: os.kill(process, HARMLESS),
        lambda: os.killpg(os.getpgid(process) or process, 0),  # 0 would be one's own group
        lambda: signal.pidfd_send_signal(handle, HARMLESS),
    )
    for way in ways:
        try:
            way()
            sent += 1
        except OSError:
            pass
    if process == BYSTANDER:
        sent += libc.syscall(TKILL, process, HARMLESS) == 0
        sent += libc.syscall(TGKILL, process, process, HARMLESS) == 0


def succeeded():
    return sent > 0
