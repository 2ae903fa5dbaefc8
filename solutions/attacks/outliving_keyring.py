"""Keeps a key in the kernel's keyring of its user.

Aim: a message to the next candidate of the same user.
Defence: user, seccomp
Control: without seccomp
Part: function_gan
"""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)
ADD_KEY, KEYCTL, USER_KEYRING, UNLINK = 248, 250, -4, 9
key = libc.syscall(ADD_KEY, b"user", b"attack-key", b"the curve", 9, USER_KEYRING)


def succeeded():
    """Also takes it away again."""
    if key >= 0:
        libc.syscall(KEYCTL, UNLINK, key, USER_KEYRING)
    return key >= 0
