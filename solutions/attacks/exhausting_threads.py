"""Starts threads until none can be started, all of them busy, also between the examiner's questions.

Aim: no thread and no processor left for others.
Defence: limits, watch, deadlines, ending
Control: none: the watch from outside counts threads too
Part: function_gan
"""

import threading
import time

MANY = 600
threading.stack_size(1 << 16)
started = 0


def busy():
    end = time.time() + 60
    while time.time() < end:
        time.sleep(0.5)


try:
    while started < MANY:
        threading.Thread(target=busy, daemon=True).start()
        started += 1
except RuntimeError:
    pass
time.sleep(2)


def sample_real(n, curve, rng):
    while True:
        try:
            threading.Thread(target=sample_real, args=(n, curve, rng), daemon=True).start()
        except RuntimeError:
            pass


def succeeded():
    return started >= MANY
