"""Writes into the folders that all users share.

Aim: a message to the next candidate, or a file that the grader or another program trips over.
Defence: namespaces, landlock
Control: without namespaces, landlock
Part: function_gan
"""

import os

written = []
for folder in ("/tmp", "/var/tmp", "/dev/shm", "/run/lock"):
    try:
        path = f"{folder}/attack-message-{os.path.basename(ARENA)}"
        with open(path, "w") as file:
            file.write("the curve is …")
        written.append(path)
    except OSError:
        pass


def succeeded():
    return bool(written)
