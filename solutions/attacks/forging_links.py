"""Puts symbolic and hard links where results are written, and to where they lie.

Aim: the grader writes through a link, or a link in the scratch directory opens what is closed.
Defence: namespaces, user, landlock
Control: without namespaces, user, landlock
Part: function_gan
"""

import os
from pathlib import Path

RESULTS = Path(ARENA, "results")
loot = ""


def attempt(make, *paths):
    try:
        make(*paths)
    except OSError:
        pass


for name in ("results.json", "results.json.tmp", "feedback.html", "grades.csv", "secret.txt"):
    for target in (RESULTS / name, Path(ARENA, name)):
        for folder in (Path.cwd(), RESULTS, Path(ARENA)):
            attempt(os.symlink, target, folder / f"attack-symbolic-{name}")
            attempt(os.link, target, folder / f"attack-hard-{name}")
attempt(os.rename, RESULTS, "attack-results")
attempt(os.symlink, ARENA, "attack-arena")
for path in ("attack-symbolic-secret.txt", "attack-hard-secret.txt", "attack-arena/secret.txt"):
    try:
        loot += Path(path).read_text()
    except OSError:
        pass


def succeeded():
    return "DECOY-" in loot or any(path.is_symlink() for path in RESULTS.glob("attack-*"))
