"""Never ends an answer, and computes all the while: byte by byte, a byte now and then, within a header, many small frames.

Aim: computing time that nobody counts, since something always arrives.
Defence: limits compared whatever arrives
Control: none: without limits it goes on forever
Part: function_gan
"""

import os
import socket
import stat
import struct
import threading
import time


def connection():
    for number in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                return socket.socket(fileno=os.dup(number))
        except OSError:
            pass


def spin():
    while True:
        pass


def answer(head, part, pause=0.0):
    threading.Thread(target=spin, daemon=True).start()
    line = connection()
    line.sendall(head)
    while True:
        line.sendall(part)
        time.sleep(pause)


def sample_real(n, curve, rng):
    answer(struct.pack("!QQ", 4_000_000, 100_000_000), b" ")


def he_uniform(shape, rng):
    answer(struct.pack("!QQ", 4, 100_000_000) + b"null", b"\0", 0.01)


def adam_step(params, grads, state, **options):
    answer(b"\0", b"", 0.01)


def discriminator_loss(real_logits, fake_logits):
    text = b'{"dict": [["value", null]]}'
    answer(b"", struct.pack("!QQ", len(text), 0) + text)
