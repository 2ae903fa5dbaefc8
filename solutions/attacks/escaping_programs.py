"""Starts programs: from Python, from C, by cell magics and by the shell.

Aim: a program that the sandbox has forgotten, or one with more rights (setuid).
Defence: landlock, seccomp
Control: without landlock, seccomp
Part: function_gan
"""

import ctypes
import os
import subprocess
import sys

libc = ctypes.CDLL(None, use_errno=True)
said = []
for attempt in (
    lambda: subprocess.run(["/bin/echo", "started"], capture_output=True, text=True).stdout,
    lambda: os.popen("echo started").read(),
    lambda: str(os.posix_spawn("/bin/true", ["true"], {}) and "started"),
    lambda: subprocess.run(["su", "-c", "true"], capture_output=True, timeout=5).returncode,
    lambda: "started" if libc.system(b"true") == 0 else "",
):
    try:
        said.append(str(attempt()))
    except Exception:
        pass


def succeeded():
    return any("started" in text for text in said)
