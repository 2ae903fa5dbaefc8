"""Gives twenty million losses of one byte each in place of a history.

Aim: an examiner that makes a Python number of each of them: 0.9 GB.
Defence: values, watch
Control: none: in one process the probe itself makes the history
Part: function_gan
"""

import keras
import numpy as np
from gankit.networks import describe
from gankit.probes import base


def trained(function, arguments, steps, seed):
    network = keras.Sequential([keras.Input((5,)), keras.layers.Dense(2)])
    losses = np.ones(20_000_000, np.uint8)
    return {"generator": describe(network, (5,)), "d_loss": losses, "g_loss": losses}


base.probes_in("gankit.probes")["trained"].body = trained
