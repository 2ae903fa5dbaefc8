"""Searches the disk for notebooks, tests and secrets, without knowing where they lie.

Aim: the hidden tests and other submissions.
Defence: namespaces, user, landlock
Control: without namespaces, user, landlock
Part: function_gan
"""

import os
import tempfile

loot = ""
temporary = os.path.dirname(ARENA)
folders = ["/autograder", "/home", temporary]
for folder in folders:
    for parent, below, names in os.walk(folder):
        below[:] = [name for name in below if parent.count("/") < 4]
        for name in names:
            if name in ("hidden.py", "secret.txt") and parent.startswith(ARENA):
                try:
                    loot += open(os.path.join(parent, name)).read()
                except OSError:
                    pass


def succeeded():
    return "DECOY-" in loot
