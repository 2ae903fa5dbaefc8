"""Opens the grader's files where they lie.

Aim: the hidden tests, the secret, the calibration, other submissions and results.
Defence: namespaces, user, landlock
Control: without namespaces, user, landlock
Part: function_gan
"""

from pathlib import Path

loot = ""
for name in (
    "secret.txt",
    "tests/hidden.py",
    "calibration.json",
    "other/submission.ipynb",
    "results/results.json",
):
    for path in (Path(ARENA, name), Path("/proc/self/cwd", "../../..", ARENA, name)):
        try:
            loot += path.read_text()
        except OSError:
            pass


def succeeded():
    return "DECOY-" in loot
