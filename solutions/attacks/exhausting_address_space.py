"""Reserves more address space than the machine has memory.

Aim: an allocation that never fails, and a machine that ends other processes when it is used.
Defence: limits
Control: without limits
"""

import mmap

reserved = []
try:
    for _ in range(16):
        reserved.append(mmap.mmap(-1, 1 << 29, flags=mmap.MAP_PRIVATE | mmap.MAP_NORESERVE))
except (OSError, ValueError, MemoryError):
    pass


def succeeded():
    return len(reserved) >= 16
