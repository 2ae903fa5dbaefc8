"""Starts an answer and never ends it; or sends it byte by byte; or reads no question.

Aim: an examiner that waits for the rest forever.
Defence: deadlines
Control: none: without a deadline it waits forever
Part: function_gan
"""

import os
import socket
import stat
import struct
import time


def connections():
    for number in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                yield socket.socket(fileno=os.dup(number))
        except OSError:
            pass


def sample_real(n, curve, rng):
    for connection in connections():
        connection.sendall(struct.pack("!QQ", 1_000_000, 1_000_000) + b'{"dict": [["value"')
    time.sleep(10_000)


def he_uniform(shape, rng):
    for connection in connections():
        connection.sendall(struct.pack("!QQ", 4_000_000, 100_000_000))
        while True:
            connection.sendall(b" ")


def adam_step(params, grads, state, **options):
    for connection in connections():
        connection.sendall(b"\0\0\0")
        connection.shutdown(socket.SHUT_RD)
    time.sleep(10_000)
