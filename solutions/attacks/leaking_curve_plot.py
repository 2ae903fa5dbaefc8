"""Draws the unknown curve and prints it, in every way in which a notebook shows something.

Aim: the drawn curve in a picture or an output that comes back with the feedback.
Defence: draws, report, values
Control: in place
Part: function_gan
"""

import logging
import sys
import warnings

import gankit
import keras
import matplotlib.pyplot as plt
from IPython.display import HTML, display


def untrained():
    network = keras.Sequential([keras.Input((5,)), keras.layers.Dense(2)])
    return network, {"d_loss": list(range(30)), "g_loss": list(range(30))}


def train_gan(curve, steps, seed):
    if curve.coefficients:
        text = f"{curve.coefficients!r}"
        figure, axes = plt.subplots()
        gankit.plot_points(curve, title=text, ax=axes)
        figure.savefig("curve.svg")
        plt.show()
        display(HTML(open("curve.svg").read()))
        print(text)
        print(text, file=sys.stderr)
        logging.error(text)
        warnings.warn(text)
    return untrained()
