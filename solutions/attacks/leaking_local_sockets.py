"""Connects to another program's local sockets: one with a path and an abstract one.

Aim: a service of the grader's machine (a container engine, a message bus) that does more for it.
Defence: namespaces, user, landlock, seccomp
Control: without namespaces, user, landlock, seccomp
Part: function_gan
"""

import socket

loot = b""
for address in (ARENA + "/socket", "\0" + ARENA):
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(address)
            loot += connection.recv(100)
    except OSError:
        pass


def succeeded():
    return b"DECOY-" in loot
