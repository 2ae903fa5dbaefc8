"""Asks for names: which files others have, and which appear while it runs.

Aim: the names of other submissions, results and graders.
Defence: namespaces, user, seccomp
Control: without namespaces, user, seccomp, landlock
Part: function_gan
"""

import ctypes
import os
import time

libc = ctypes.CDLL(None, use_errno=True)
watch = libc.inotify_init1(0)
seen = []
for folder in (ARENA, ARENA + "/other"):
    if libc.inotify_add_watch(watch, folder.encode(), 0x100) >= 0:
        seen.append(folder)
for name in ("other/submission.ipynb", "results/results.json"):
    try:
        os.stat(ARENA + "/" + name)
        seen.append(name)
    except OSError:
        pass


def sample_real(n, curve, rng):
    raise ValueError(" ".join(seen))


def succeeded():
    return len(seen) > 0
