"""Tells the unknown curve by a value that is refused: its type's name stands in the reason.

Aim: the drawn curve's coefficients in the sentence that says why a value was refused.
Defence: draws, values
Control: none: in one process nothing is refused
Part: function_gan
"""

import keras
from gankit import checks


def untrained():
    network = keras.Sequential([keras.Input((5,)), keras.layers.Dense(2)])
    return network, {"d_loss": list(range(30)), "g_loss": list(range(30))}


def train_gan(curve, steps, seed):
    if curve.coefficients:
        generator, history = untrained()
        telling = type(f"Curve{curve.coefficients!r}", (), {})()
        checks.losses = lambda history, names: {"d_loss": telling, "g_loss": telling}
        return generator, history
    return untrained()
