"""Tries what is forbidden from other threads: a filter binds only the thread that loaded it.

Aim: a thread that the sandbox has forgotten.
Defence: namespaces, user, landlock, seccomp
Control: without namespaces, user, landlock, seccomp
Part: function_gan
"""

import ctypes
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor

loot = []


def attempt(*_):
    try:
        loot.append(open(ARENA + "/secret.txt").read())
    except OSError:
        pass


threads = [threading.Thread(target=attempt) for _ in range(4)]
for thread in threads:
    thread.start()
    thread.join()
with ThreadPoolExecutor(4) as pool:
    list(pool.map(attempt, range(8)))
# A thread of the C library's, which Python does not know of before it calls back.
native = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)(lambda _: attempt())
number, libc = ctypes.c_ulong(), ctypes.CDLL(None)
if libc.pthread_create(ctypes.byref(number), None, native, None) == 0:
    libc.pthread_join(number, None)
try:
    import tensorflow as tf

    tf.data.Dataset.range(8).map(lambda x: tf.py_function(attempt, [x], [])[:0] or x, 4)
    tf.numpy_function(lambda x: attempt() or x, [1], tf.int32)
except Exception:
    pass


def succeeded():
    return any("DECOY-" in text for text in loot)
