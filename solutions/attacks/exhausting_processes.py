"""Starts processes in every way there is.

Aim: a fork bomb; it starts few, and does not let them start others.
Defence: seccomp
Control: without seccomp
Part: function_gan
"""

import ctypes
import multiprocessing
import os
import subprocess
import time

children = []


def attempt(start):
    try:
        children.append(start())
    except Exception:
        pass


def fork():
    child = os.fork()
    if child == 0:
        time.sleep(20)
        os._exit(0)
    return child


def fork_in_c():
    child = ctypes.CDLL(None).fork()
    if child < 0:
        raise OSError
    if child == 0:
        time.sleep(20)
        os._exit(0)
    return child


for start in (
    fork,
    fork_in_c,
    os.forkpty,
    lambda: os.posix_spawn("/bin/sleep", ["sleep", "20"], {}),
):
    attempt(start)
attempt(lambda: subprocess.Popen(["/bin/sleep", "20"]))
attempt(lambda: os.popen("sleep 20"))
process = multiprocessing.get_context("fork").Process(target=time.sleep, args=(20,), daemon=True)
attempt(process.start)
if 0 in [child[0] for child in children if isinstance(child, tuple)]:  # inside the terminal's child
    os._exit(0)


def succeeded():
    return bool(children)
