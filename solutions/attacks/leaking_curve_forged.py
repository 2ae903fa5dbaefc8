"""Answers on its socket in the candidate's place: an error, or a network, whose text is the curve.

Aim: the drawn curve's coefficients in a message that the examiner takes for the candidate's own.
Defence: draws, values
Control: none: in one process there is no socket to answer on
Part: function_gan
"""

import json
import os
import stat
import struct

import keras


def untrained():
    network = keras.Sequential([keras.Input((5,)), keras.layers.Dense(2)])
    return network, {"d_loss": list(range(30)), "g_loss": list(range(30))}


def answer(tree):
    frame = json.dumps(tree).encode()
    for number in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                os.write(number, struct.pack("!QQ", len(frame), 0) + frame)
                return
        except OSError:
            pass


def error(kind, text):
    pairs = [["message", text], ["kind", kind], ["type", text[-80:]], ["where", text[-80:]]]
    return {"dict": [["error", {"dict": pairs}]]}


def network(text):
    start = {
        "kind": "InputLayer",
        "options": {"dict": [["shape", [5]]]},
        "inputs": [],
        "weights": [],
    }
    options = [["units", 2], ["activation", text], ["use_bias", False]]
    layer = {"kind": "Dense", "options": {"dict": options}, "inputs": [0], "weights": []}
    losses = {"array": "float32", "shape": [0]}
    pairs = [["generator", {"network": [start, layer]}], ["d_loss", losses], ["g_loss", losses]]
    return {"dict": [["value", {"dict": [*pairs, ["discriminators", 1]]}]]}


met = 0


def train_gan(curve, steps, seed):
    global met
    if curve.coefficients:
        met += 1
        text = f"{curve.coefficients!r}"
        answer([network(text[-40:]), error("refused", text), error("wrong", text)][met % 3])
        answer(error("exception", text))  # to the next question, whatever it is
    return untrained()
