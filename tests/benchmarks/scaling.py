"""Cost against the number of submissions: time for each, and the coordinator's memory.

    python tests/benchmarks/scaling.py [--counts 10 30 …]

The coordinator is the process ``gangrade grade`` itself. Each number of submissions is written as
soon as it is measured.
"""

from __future__ import annotations

import argparse
import csv
import os
from typing import Any

from bench import BIN, BUILD, Command, fresh, measure, save, say
from build_class import PART, QUESTIONS, course, submissions

JOBS = 2
COUNTS = (10, 30, 100, 300, 1000, 3000, 5000)
POINTS = 60
"""Of the coordinator's memory over a run."""


def main() -> None:
    """Measure each number of submissions."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--counts", nargs="+", type=int, default=COUNTS)
    options = parser.parse_args()
    copy = course()
    for count in options.counts:
        folder, out = BUILD / "submissions", fresh(BUILD / "work" / "scaling")
        marks = submissions(copy, count, folder)
        say(f"{count} submissions …")
        args: list[Any] = ["grade", "--part", PART, "--out", out, "--jobs", str(JOBS), folder]
        cost = measure(
            [Command([BIN / "gangrade", *args], copy.root)],
            seconds=1 if count < 300 else 10,
            watch=lambda out=out: sum(entry.is_dir() for entry in os.scandir(out)),  # type: ignore[misc]
        )
        with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
            rows = {row["submission"]: row for row in csv.DictReader(file)}
        found = {n: {q: float(row[q] or "nan") for q in QUESTIONS} for n, row in rows.items()}
        step = max(1, len(cost.samples) // POINTS)
        values = {
            "submissions": count,
            "marks_as_expected": sum(found.get(name) == marks[name] for name in marks),
            "jobs": JOBS,
            "seconds": round(cost.wall, 1),
            "seconds_each": round(cost.wall / count, 3),
            "cpu_seconds_each": round(cost.cpu / count, 3),
            "peak_pss_mb": round(cost.memory),
            "coordinator_peak_mb": round(max(own for _, _, own, _ in cost.samples)),
            "series": [
                {"seconds": round(at), "graded": done, "coordinator_mb": round(own, 1)}
                for at, _, own, done in cost.samples[::step]
            ],
        }
        save("scaling", str(count), values)
        fresh(out)


if __name__ == "__main__":
    main()
