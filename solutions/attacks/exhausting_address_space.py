"""Reserves more address space than the machine has memory.

Aim: an allocation that never fails, and a machine that ends other processes when it is used.
Defence: limits
Control: without limits
Part: function_gan
"""

import mmap

NORESERVE = 0x4000
reserved = []
try:
    for _ in range(10):
        reserved.append(mmap.mmap(-1, 1 << 29, flags=mmap.MAP_PRIVATE | NORESERVE))
except (OSError, ValueError, MemoryError):
    pass


def succeeded():
    return len(reserved) >= 10
