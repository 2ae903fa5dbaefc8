"""Sends damaged frames: giant sizes, wrong tags, cut texts, arrays that are not there, open files.

Aim: an examiner that stops with an error, takes much memory, or runs what it was sent.
Defence: values
Control: none: the decoder has no switch; its fuzzing shows that its bounds can fail
Part: function_gan
"""

import array
import json
import os
import pickle
import socket
import stat
import struct


def send(data, *files):
    for number in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                with socket.socket(fileno=os.dup(number)) as connection:
                    connection.settimeout(5)
                    rights = (
                        [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", files))]
                        if files
                        else []
                    )
                    sent = connection.sendmsg([data], rights)
                    connection.sendall(data[sent:])
        except OSError:
            pass


def header(text, arrays=0):
    return struct.pack("!QQ", text, arrays)


def frame(tree, arrays=b""):
    text = tree if isinstance(tree, bytes) else json.dumps(tree).encode()
    return header(len(text), len(arrays)) + text + arrays


def value(tree, arrays=b""):
    return frame({"dict": [["value", tree]]}, arrays)


deep = b"[" * 2_000_000 + b"]" * 1_999_999
hostile = {
    "sample_real": [header(1 << 63, 1 << 63), header(0, (1 << 64) - 1), header((1 << 64) - 1, 1)],
    "he_uniform": [frame(deep), value({"array": "float64", "shape": [1 << 39, 1 << 39, 0]})],
    "adam_step": [
        value({"array": "float64", "shape": [-1, 8]}, bytes(64)),
        value({"array": "object", "shape": [1]}, pickle.dumps(os.getcwd)),
    ],
    "make_generator": [
        value(
            {"network": [{"kind": "Lambda", "options": {"dict": []}, "inputs": [], "weights": []}]}
        ),
        value(
            {
                "network": [
                    {"kind": "__class__", "options": {"dict": []}, "inputs": [], "weights": []}
                ]
            }
        ),
    ],
    "make_discriminator": [frame(b"\xff\xfe\x00"), frame(b'{"dict": [["value", "\\ud800"]]}')],
    "discriminator_loss": [frame(b'{"dict": [["value", ' + b"9" * 3_000_000 + b"]]}")],
    "generator_loss": [frame(b'{"dict": [["value", [NaN, Infinity, -Infinity, 1e999]]]}')],
    "untrained_distance": [
        value({"curve": [1e308] * 10_000}),
        value([{"curve": [1.0] * 100}] * 5000),
    ],
    "train_gan": [frame(pickle.dumps({"value": print})), frame(b"")],
}


def attack(name):
    """Return a function that answers with the next of its damaged frames."""

    def run(*args, **options):
        frames = hostile[name]
        send(frames.pop(0) if len(frames) > 1 else frames[0], *range(0, 3))

    return run


def sample_real(n, curve, rng):
    return attack("sample_real")()


def he_uniform(shape, rng):
    return attack("he_uniform")()


def adam_step(params, grads, state, **options):
    return attack("adam_step")()


def make_generator(latent_dim=5, n_outputs=2):
    return attack("make_generator")()


def make_discriminator(n_inputs=2):
    return attack("make_discriminator")()


def discriminator_loss(real_logits, fake_logits):
    return attack("discriminator_loss")()


def generator_loss(fake_logits):
    return attack("generator_loss")()


def untrained_distance(curve, rng):
    return attack("untrained_distance")()


def train_gan(curve, steps, seed):
    return attack("train_gan")()
