"""Writes one file that is as large as it may be, and a sparse one that seems larger.

Aim: a full disk.
Defence: limits
Control: without limits
Part: function_gan
"""

import os

SIZE = 100 << 20
sizes = []
for name, method in (("attack-full", os.posix_fallocate), ("attack-sparse", os.ftruncate)):
    try:
        with open(name, "wb") as file:
            method(file.fileno(), *([0, SIZE] if method is os.posix_fallocate else [1 << 40]))
            sizes.append(os.fstat(file.fileno()).st_size)
    except OSError:
        pass


def succeeded():
    return max(sizes, default=0) >= SIZE
