"""How many submissions an hour: this grader, stock otter and nbgrader, on the same submissions.

    python tests/benchmarks/throughput.py [--only WAY …] [--submissions 200] [--others 16]

Every way's marks must be the expected ones. Each result is written as soon as it is there.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import BIN, BUILD, CORES, ROOT, Command, Cost, fresh, measure, save, say, venv
from build_class import PART, QUESTIONS, Marks, course, nbgrader_course, submissions
from gangrade.part.course import Course

JOBS = 2


@dataclass(frozen=True)
class Class:
    """Submissions to the released part, and their right marks."""

    course: Course
    folder: Path
    marks: Marks
    work: Path
    """An empty folder for one way's files."""


def warm(group: Class) -> tuple[Cost, Marks]:
    """Run ``gangrade grade`` as it is used."""
    return _gangrade(group)


def cold(group: Class) -> tuple[Cost, Marks]:
    """Run it with Python and TensorFlow started anew for each candidate."""
    return _gangrade(group, "--cold")


def _gangrade(group: Class, *options: str) -> tuple[Cost, Marks]:
    out = group.work / "out"
    grade = [BIN / "gangrade", "grade", "--part", PART, "--out", out, "--jobs", str(JOBS)]
    cost = measure([Command([*grade, *options, group.folder], group.course.root)])
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    marks = {row["submission"]: {q: float(row[q] or "nan") for q in QUESTIONS} for row in rows}
    return cost, marks


def otter(group: Class) -> tuple[Cost, Marks]:
    """Run ``otter run``, two at a time."""
    commands, zipped = [], group.course.autograder_zip(PART)
    for name in group.marks:
        folder = fresh(group.work / name)
        shutil.copy(group.folder / f"{name}.ipynb", folder)
        args = [BIN / "otter", "run", "-a", zipped, "-o", folder, f"{name}.ipynb"]
        commands.append(Command(args, folder))
    cost = measure(commands, JOBS)
    marks = {}
    for name in group.marks:
        tests = json.loads((group.work / name / "results.json").read_text())["tests"]
        marks[name] = {t["name"]: float(t["score"]) for t in tests if t["name"] in QUESTIONS}
    return cost, marks


def nbgrader_one(group: Class) -> tuple[Cost, Marks]:
    """Run ``nbgrader autograde`` once, for all students."""
    return _nbgrader(group, ["*"])


def nbgrader_halves(group: Class) -> tuple[Cost, Marks]:
    """Run it twice at the same time, each for half of the students."""
    return _nbgrader(group, ["*[13579]", "*[02468]"])


def nbgrader_each(group: Class) -> tuple[Cost, Marks]:
    """Run it once for each student, two at a time."""
    return _nbgrader(group, list(group.marks))


def _nbgrader(group: Class, students: list[str]) -> tuple[Cost, Marks]:
    python = nbgrader_python()
    path = f"{group.course.library.parent}:{group.course.autograder}"
    environment = {"PYTHONPATH": path, "PATH": f"{python.parent}:{os.environ['PATH']}"}
    nbgrader_course(group.course, len(group.marks), group.work, environment)
    autograde = ["nbgrader", "autograde", PART]
    commands = [Command([*autograde, f"--student={s}"], group.work, environment) for s in students]
    cost = measure(commands, JOBS)
    read: list[Any] = [python, "-c", _READ, PART]
    done = subprocess.run(read, cwd=group.work, capture_output=True, text=True, check=True)
    marks: Marks = json.loads(done.stdout)
    return cost, marks


_READ = """
import json, sys
from nbgrader.api import Gradebook
with Gradebook("sqlite:///gradebook.db") as book:
    print(json.dumps({
        one.student.id: {g.name: g.score for n in one.notebooks for g in n.grades}
        for one in book.assignment_submissions(sys.argv[1])
    }))
"""


def nbgrader_python() -> Path:
    """Return nbgrader's Python, with the versions of requirements.lock.

    Raises:
        SystemExit: if requirements-nbgrader.txt names other versions.
        RuntimeError: if nbgrader cannot be installed.
    """
    file = Path(__file__).with_name("requirements-nbgrader.txt")
    lines = file.read_text(encoding="utf-8").splitlines()
    wanted = {line for line in lines if "==" in line and not line.startswith("nbgrader")}
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    locked = {line.removesuffix(" \\") for line in lock}
    for line in sorted(wanted):
        if not any(text == line or text.startswith(f"{line} ;") for text in locked):
            raise SystemExit(f"{file.name}: {line} is not what requirements.lock has.")
    python = venv("nbgrader", *(line for line in lines if "==" in line))
    if python is None:
        raise RuntimeError("nbgrader cannot be installed")
    return python


WAYS: dict[str, Callable[[Class], tuple[Cost, Marks]]] = {
    "warm": warm,
    "cold": cold,
    "otter": otter,
    "nbgrader_one": nbgrader_one,
    "nbgrader_halves": nbgrader_halves,
    "nbgrader_each": nbgrader_each,
}


def main() -> None:
    """Measure the ways that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--submissions", type=int, default=200, help="for the way 'warm'")
    parser.add_argument("--others", type=int, default=16, help="for all other ways")
    options = parser.parse_args()
    copy = course()
    for way in options.only:
        count = options.submissions if way == "warm" else options.others
        folder = BUILD / "submissions"
        marks = submissions(copy, count, folder)
        say(f"{way}: {count} submissions …")
        try:
            cost, found = WAYS[way](Class(copy, folder, marks, fresh(BUILD / "work" / way)))
        except (RuntimeError, subprocess.CalledProcessError) as error:
            say(f"{way}: {error}")
            continue
        wrong = sorted(name for name in marks if found.get(name) != marks[name])
        if wrong:
            say(f"{way}: marks of {', '.join(wrong)} are not as expected: {found.get(wrong[0])}")
        values = {
            "submissions": count,
            "marks_as_expected": count - len(wrong),
            "jobs": 1 if way == "nbgrader_one" else min(JOBS, CORES),
            "seconds": round(cost.wall, 1),
            "per_hour": round(3600 * count / cost.wall),
            "cpu_seconds_each": round(cost.cpu / count, 2),
            "peak_pss_mb": round(cost.memory),
        }
        save("throughput", way, values)


if __name__ == "__main__":
    main()
