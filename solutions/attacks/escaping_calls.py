"""Makes system calls that few programs make: io_uring, bpf, keyctl, userfaultfd, 32-bit numbers.

Aim: a way around what is forbidden by name.
Defence: seccomp
Control: without seccomp
Part: function_gan
"""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)
room = ctypes.create_string_buffer(4096)
CALLS = {
    "io_uring_setup": (425, 4, room),
    "keyctl": (250, 0, -3, 1),
    "add_key": (248, b"user", b"attack-key", b"x", 1, -2),
    "memfd_create": (319, b"attack", 0),
    "userfaultfd": (323, 1),
    "open_by_handle_at": (304, -100, room, 0),
    "kcmp": (312, 1, 1, 0, 0, 0),
}
worked = [name for name, call in CALLS.items() if libc.syscall(*call) >= 0]


def succeeded():
    return bool(worked)
