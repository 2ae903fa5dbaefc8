"""Gives gradients that are small to send, and large once they meet the right ones.

Aim: an examiner that compares each of 150,000 numbers with each of 300.
Defence: values, watch
Control: none: in one process a gradient has the shape that TensorFlow gives it
Part: function_gan
"""

import numpy as np
from gankit import probes
from gankit.probes import base


def wide(function, logits):
    return np.float32(1), [np.zeros((1, 150_000), np.float32)] * len(logits)


for name in ("loss_and_gradients", "loss_with_options"):
    base.probes_in("gankit.probes")[name].body = wide
probes.loss_and_gradients = wide
