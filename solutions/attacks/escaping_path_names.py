"""Names types, functions, files and cells like paths, templates and formats.

Aim: a grader that builds a path, a format or a template from a name that it was given.
Defence: report, values
Control: none: no name of a student's becomes a path or a template; there is no switch
Part: function_gan
"""

import os
import sys

NAMES = [
    ARENA + "/results/results.json",
    "../" * 20 + ARENA.lstrip("/") + "/results/results.json",
    "results.json\0.txt",
    "{self.__init__.__globals__}{0.__class__}%s%n$(id)`id`",
    "grades.csv\n=cmd|' /C calc'!A0",
    "C" * 100_000,
]
names = iter(NAMES * 10)


def odd_error():
    name = next(names)
    kind = type(name.replace("\0", ""), (Exception,), {"__module__": name, "__qualname__": name})
    code = compile("def odd(kind):\n    raise kind(name)", name.replace("\0", ""), "exec")
    space = {"__name__": name, "__file__": name, "name": name}
    exec(code, space)
    space["odd"](kind)


def sample_real(n, curve, rng):
    odd_error()


def he_uniform(shape, rng):
    odd_error()


def adam_step(params, grads, state, lr=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    return dict.fromkeys(NAMES, NAMES), None


def untrained_distance(curve, rng):
    return type(next(names).replace("\0", ""), (), {})()


for name in NAMES:
    try:
        os.makedirs("./" + name, exist_ok=True)
        os.chdir("./" + name)
    except (OSError, ValueError):
        pass
odd_error()
