"""Opens an internet connection and sends what it knows.

Aim: hidden inputs sent out, or answers fetched.
Defence: namespaces, landlock, seccomp
Control: without namespaces, landlock, seccomp
Part: function_gan
"""

import socket
import urllib.request

loot = b""
for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::ffff:127.0.0.1")):
    try:
        with socket.socket(family) as connection:
            connection.settimeout(2)
            connection.connect((address, PORT))
            loot += connection.recv(100)
    except OSError:
        pass
try:
    urllib.request.urlopen(f"http://127.0.0.1:{PORT}/?curve=1", timeout=2).read()
except Exception:
    pass


def succeeded():
    return b"DECOY-" in loot
