"""Describes networks by hand: unknown layers, names of functions, paths, impossible options.

Aim: a description that makes the grader import, call, or open something.
Defence: values
Control: none: the grader builds from its own table; there is no switch
Part: function_gan
"""

import gankit
import numpy as np
from gankit.networks import Layer, Network
from gankit.probes import networks, trainings

EVIL = [
    Layer("Lambda", {"function": "os.system"}, (0,), ()),
    Layer("__class__", {"module": "os", "class_name": "system"}, (0,), ()),
    Layer("TFSMLayer", {"filepath": ARENA}, (0,), ()),
    Layer("Dense", {"units": 2, "activation": "os.system"}, (0,), (np.zeros((5, 2), np.float32),)),
    Layer("Dense", {"units": 2, "activation": {"class_name": "Lambda"}}, (0,), ()),
    Layer("../../" + ARENA, {}, (0,), ()),
    Layer("Dense", {"units": -1, "activation": "linear", "use_bias": True}, (-1,), ()),
    Layer("Dense", {"units": 2**40, "activation": "linear", "use_bias": True}, (0,), ()),
    Layer("Reshape", {"target_shape": [0, -1]}, (7,), ()),
]
count = 0


def describe(model, shape):
    global count
    count += 1
    start = Layer("InputLayer", {"shape": tuple(shape)}, (), ())
    return Network((start, EVIL[count % len(EVIL)]))


gankit.networks.describe = networks.describe = trainings.describe = describe


def make_generator(latent_dim=5, n_outputs=2):
    return None


def make_discriminator(n_inputs=2):
    return None


def train_gan(curve, steps, seed):
    return None, {"d_loss": list(range(30)), "g_loss": list(range(30))}
