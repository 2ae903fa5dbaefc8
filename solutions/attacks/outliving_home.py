"""Writes into the home directory of whoever grades: settings and caches that programs load.

Aim: ~/.keras/keras.json, matplotlib's cache, start-up files of IPython and of the shell.
Defence: namespaces, user, landlock
Control: without namespaces, user, landlock
Part: function_gan
"""

import os
import pwd

home = "/root"
for process in ("self", BYSTANDER):
    try:
        home = pwd.getpwuid(os.stat(f"/proc/{process}").st_uid).pw_dir
    except (OSError, KeyError):
        pass
written = []
for folder in ("", ".keras", ".config/matplotlib", ".cache/matplotlib", ".ipython", ".local"):
    for name in ("attack-keras.json", "attack-startup.py"):
        try:
            with open(os.path.join(home, folder, name), "w") as file:
                file.write("{}")
            written.append(name)
        except OSError:
            pass


def succeeded():
    return bool(written)
