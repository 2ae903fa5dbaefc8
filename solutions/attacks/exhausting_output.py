"""Prints a gigabyte, shows fifty megabytes, warns and logs without end, and draws a thousand figures.

Aim: outputs that the grader keeps in memory, on disk, or in the feedback.
Defence: processes, deadlines
Control: none: it would fill a disk or a memory
Part: function_gan
"""

import logging
import os
import sys
import warnings

line = "x" * 1_000_000 + "\n"
for _ in range(1000):
    sys.stdout.write(line)
for stream in (sys.stderr, sys.__stdout__, sys.__stderr__):
    stream.write(line * 50)
for descriptor in (0, 1, 2):
    try:
        os.write(descriptor, line.encode() * 20)
    except OSError:
        pass


def sample_real(n, curve, rng):
    from IPython.display import HTML, display

    display(HTML("<b>" + "x" * 50_000_000 + "</b>"))
    raise ValueError("x" * 50_000_000)


def he_uniform(shape, rng):
    warnings.simplefilter("always")
    for number in range(20_000):
        warnings.warn(f"{number} " + "w" * 1000)
        logging.warning("w" * 1000)
    raise type("E" * 5_000_000, (Exception,), {})("\x1b[2J\a<script>" * 1000)


def adam_step(params, grads, state, **options):
    import matplotlib.pyplot as plt

    for _ in range(1000):
        plt.figure()
    return "x" * 3_900_000


def untrained_distance(curve, rng):
    print(line * 1000)
    return float("nan")


line * 50
