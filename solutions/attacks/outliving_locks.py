"""Locks files that the next candidate needs, and keeps notes in what stays open.

Aim: a next candidate that waits for ever, or that finds a message in a lock.
Defence: ending, landlock
Control: none: locks end with the process; honest work beside and after it gets the same marks
Part: function_gan
"""

import fcntl
import os

import gankit
import numpy

held = []
for name in (gankit.__file__, numpy.__file__, os.__file__, "/dev/null", "/dev/urandom"):
    try:
        number = os.open(name, os.O_RDONLY)
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        held.append(number)
    except OSError:
        pass
