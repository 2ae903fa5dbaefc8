"""Sends descriptors and requests of its own over the socket that it has been given.

Aim: an examiner that takes descriptors, requests to fork, or pickles for answers.
Defence: values
Control: none: the other end takes no descriptors and knows no requests; there is no switch
Part: function_gan
"""

import array
import json
import os
import pickle
import socket
import stat
import struct

import numpy as np


def own_socket():
    for number in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                return socket.socket(fileno=os.dup(number))
        except OSError:
            pass


def frame(text, arrays=b""):
    return struct.pack("!QQ", len(text), len(arrays)) + text + arrays


REQUEST = json.dumps({"scratch": "/", "user": None, "threads": 1, "without": []}).encode()
ANSWERS = iter(
    [
        REQUEST,
        frame(REQUEST),
        frame(pickle.dumps({"value": 1})),
        frame(b'{"dict": [["do", "cell"], ["source", "import os"]]}'),
        frame(b'{"dict": [["value", {"network": [{"kind": "__class__"}]}]]}'),
    ]
)


def send_anything():
    connection = own_socket()
    try:
        handles = array.array("i", [0, connection.fileno()])
        connection.sendmsg([next(ANSWERS, b"")], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, handles)])
    finally:
        connection.detach()


def sample_real(n, curve, rng):
    send_anything()
    return np.zeros((n, 2), np.float32)


def he_uniform(shape, rng):
    send_anything()


def adam_step(params, grads, state, lr=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    send_anything()
