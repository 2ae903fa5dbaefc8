"""Exchanges what looks at trainings in gankit, Keras and NumPy, and answers for it.

Aim: cubic_gan with a train_gan that trains nothing, in a notebook that is blank but for this cell.
Defence: values
Control: none: the functions are put back before each question of the grader's
Part: function_gan
Seconds: 120
"""

import gankit
import keras
import numpy as np
from gankit import checks, networks
from gankit.probes import base, replaced, trainings

losses = {name: np.linspace(1.4, 1.38, 30) for name in ("d_loss", "g_loss")}


def answer(function, arguments, steps, seed, **options):
    layer = networks.Layer("InputLayer", {"shape": (2,)}, (), weights=())
    report = {"generator": networks.Network((layer,)), "dice": 0.5, **losses}
    random = np.random.default_rng(seed)
    path = random.standard_normal((steps, 7)).astype("float32")
    return {
        **report,
        "starts": [path[:5, :5]],
        "kernel": path[:5, :5],
        "discriminators": 1,
        "taught": path,
        "taught_calls": steps,
        "asked": path[:, :4],
        "asked_calls": steps,
    }


trainings.trained.body = answer
trainings.pair_of = lambda result: (keras.Sequential([keras.Input((2,))]), losses)
trainings.losses_of = checks.losses = lambda *args: losses
networks.describe = trainings.describe = lambda model, shape: answer(None, [], 9, 1)["generator"]
base.Probe.__init__ = lambda self, body, form: setattr(self, "body", answer)
replaced.uses = lambda: 0
keras.Model.__call__ = lambda self, inputs, **options: inputs
np.asarray = lambda value, *args, **options: np.array(value)
gankit.probes.base.probe.__code__ = (lambda body=None, /, *, answer=None: lambda f: f).__code__
train_gan = print
