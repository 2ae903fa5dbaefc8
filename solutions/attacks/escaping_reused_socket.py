"""Turns sockets that exist, or that it may make, into ones that reach others.

Aim: another process's local socket, by connect, by an address in sendmsg, or by a passed descriptor.
Defence: namespaces, landlock, seccomp
Control: without namespaces, landlock, seccomp
Part: function_gan
"""

import array
import os
import socket
import stat

LOCAL = "\0" + ARENA
loot = b""


def sockets():
    yield from socket.socketpair()
    yield from socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    left, right = socket.socketpair()
    handles = array.array("i", [right.fileno()])
    left.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, handles)])
    _, ancillary, _, _ = right.recvmsg(1, 100)
    yield socket.socket(fileno=array.array("i", ancillary[0][2][:4])[0])
    yield socket.socket(socket.AF_UNIX)
    yield socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)


def attempts(one):
    yield lambda: one.connect(LOCAL)
    yield lambda: one.sendto(b"x", LOCAL)
    yield lambda: one.sendmsg([b"x"], [], 0, LOCAL)


made = sockets()
while True:
    try:
        one = next(made)
    except StopIteration:
        break
    except OSError:
        continue
    one.settimeout(1)
    for attempt in attempts(one):
        try:
            attempt()
            loot += one.recv(100)
        except OSError:
            pass


def succeeded():
    return b"DECOY-" in loot
