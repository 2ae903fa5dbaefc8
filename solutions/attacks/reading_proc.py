"""Reads another process's environment, command line and working directory below /proc.

Aim: a secret in the grader's environment or arguments, and a way to its files.
Defence: namespaces, user, landlock
Control: without namespaces, user, landlock
Part: function_gan
"""

import os

loot = b""
for process in (BYSTANDER, GRADER, os.getppid()):
    for name in ("environ", "cmdline", "cwd/secret.txt", "root" + ARENA + "/secret.txt", "fd/3"):
        try:
            with open(f"/proc/{process}/{name}", "rb") as file:
                loot += file.read(100_000)
        except OSError:
            pass


def succeeded():
    return b"DECOY-" in loot
