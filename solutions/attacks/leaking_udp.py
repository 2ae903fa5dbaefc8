"""Sends datagrams, connected and not, and by sendmsg with an address.

Aim: hidden inputs sent out where only connections are watched.
Defence: namespaces, seccomp
Control: without namespaces, seccomp
Part: function_gan
"""

import socket

loot = b""
for way in ("sendto", "sendmsg", "connect"):
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
            datagrams.settimeout(1)
            if way == "sendto":
                datagrams.sendto(b"curve", ("127.0.0.1", PORT))
            elif way == "sendmsg":
                datagrams.sendmsg([b"curve"], [], 0, ("127.0.0.1", PORT))
            else:
                datagrams.connect(("127.0.0.1", PORT))
                datagrams.send(b"curve")
            loot += datagrams.recv(100)
    except OSError:
        pass


def succeeded():
    return b"DECOY-" in loot
