"""Uses IPython's magics: shells, scripts, files, installed packages, extensions.

Aim: programs and files outside, where only plain Python is watched.
Defence: namespaces, user, landlock, seccomp
Control: without namespaces, user, landlock, seccomp
Part: function_gan
"""

import os

from IPython import get_ipython
from IPython.utils.capture import capture_output

shell = get_ipython()
secret = ARENA + "/secret.txt"
said = ""
for magic, line, body in (
    ("bash", "", f"cat {secret}"),
    ("sh", "", f"cat {secret}"),
    ("script", "cat", secret),
    ("python", "", f"print(open('{secret}').read())"),
    ("writefile", ARENA + "/results/attack-magic", "marks"),
    ("sx", "", f"cat {secret}"),
):
    with capture_output() as captured:
        try:
            print(shell.run_cell_magic(magic, line, body))
        except (Exception, SystemExit):
            pass
    said += captured.stdout
for magic, line in (
    ("sx", f"cat {secret}"),
    ("load", secret),
    ("run", secret),
    ("pycat", secret),
    ("cd", ARENA),
    ("pip", "install attack-package"),
    ("load_ext", "attack"),
    ("store", "said"),
):
    with capture_output() as captured:
        try:
            print(shell.run_line_magic(magic, line))
        except (Exception, SystemExit):
            pass
    said += captured.stdout
shell.system(f"cp {secret} copied")
if os.path.exists("copied"):
    said += open("copied").read()


def succeeded():
    return "DECOY-" in said
