"""Leaves System V shared memory, semaphores and POSIX queues, which belong to no process.

Aim: a message to the next candidate: the drawn curve, or answers.
Defence: namespaces, limits, seccomp
Control: without namespaces, seccomp
Part: function_gan
"""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)
KEY, CREATE, REMOVE = 0x61747461, 0o1666, 0
found = {
    "shmctl": libc.shmget(KEY, 4096, CREATE),
    "semctl": libc.semget(KEY, 1, CREATE),
    "msgctl": libc.msgget(KEY, CREATE),
}
queue = libc.mq_open(b"/attack-queue", 0o102, 0o666, None)


def succeeded():
    """Also takes it away again."""
    libc.mq_unlink(b"/attack-queue")
    if found["semctl"] >= 0:
        libc.semctl(found.pop("semctl"), 0, REMOVE)
        return True
    for name, number in found.items():
        if number >= 0:
            getattr(libc, name)(number, REMOVE, None)
    return any(number >= 0 for number in found.values())
