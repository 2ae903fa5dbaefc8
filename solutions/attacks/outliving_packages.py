"""Writes into the installed packages: start-up files, compiled modules, the graders' own code.

Aim: code that runs in the next candidate or in the next grader.
Defence: namespaces, user, landlock
Control: without namespaces, user, landlock
Part: function_gan
"""

import os
import sysconfig

import gankit

packages = sysconfig.get_path("purelib")
library = os.path.dirname(gankit.__file__)
grader = os.path.join(library, "../../autograder/gangrade")
written = []
for path in (
    f"{packages}/attack-start.pth",
    f"{packages}/attack-sitecustomize.py",
    f"{library}/attack-module.py",
    f"{library}/__pycache__/attack-probes.cpython-311.pyc",
    f"{grader}/attack-module.py",
    f"{grader}/__pycache__/attack-inside.cpython-311.pyc",
):
    try:
        with open(path, "w") as file:
            file.write("# nothing\n")
        written.append(path)
    except OSError:
        pass


def succeeded():
    return bool(written)
