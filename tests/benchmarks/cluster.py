"""How much faster two Dask workers are than one: ``gangrade grade --cluster`` on one class.

    python tests/benchmarks/cluster.py [--submissions 150] [--rounds 3]

Scheduler and workers are processes of this machine that talk over TCP, so two is all that two
cores allow. Each worker has a core of its own, as it has from Slurm or Kubernetes: left alone,
one worker takes more than a core, and what it gains by that two cannot gain. The workers are there
before the time begins; that they import TensorFlow counts. Each
number is the median of its rounds, which take turns, so that a slower minute of the machine meets
both. Beside the whole call, the time from the first result to the last is measured: the start is
the same for one worker and two, and weighs less the larger the class is.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
from bench import BIN, BUILD, Command, fresh, measure, save, say
from build_class import PART, QUESTIONS, course, submissions
from distributed import Client

HERE = ("--host", "127.0.0.1", "--no-dashboard")


@contextlib.contextmanager
def cluster(workers: int, folder: Path) -> Iterator[str]:
    """Give the address of a scheduler with so many workers."""
    file = folder / "scheduler.json"
    with contextlib.ExitStack() as exits:

        def begin(module: str, *options: Any) -> psutil.Process:
            command = [sys.executable, "-m", f"distributed.cli.{module}", *HERE]
            process = subprocess.Popen(
                [*command, *map(str, options)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            exits.callback(process.wait)
            exits.callback(process.terminate)
            return psutil.Process(process.pid)

        begin("dask_scheduler", "--port", "0", "--scheduler-file", file)
        for number in range(workers):
            place = ("--local-directory", folder / f"worker{number}")
            worker = begin("dask_worker", "--scheduler-file", file, "--nthreads", "1", *place)
            worker.cpu_affinity([number])  # inherited by all that it starts
        with Client(scheduler_file=str(file), set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=120)
            address = str(client.scheduler_info()["address"])
        yield address


def main() -> None:
    """Measure one worker and two."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--submissions", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    copy, folder = course(), BUILD / "submissions"
    marks = submissions(copy, options.submissions, folder)
    seconds: dict[int, list[float]] = {1: [], 2: []}
    between: dict[int, list[float]] = {1: [], 2: []}
    expected = dict.fromkeys(seconds, 0)
    for _ in range(options.rounds):
        for workers, walls in seconds.items():
            say(f"{options.submissions} submissions, workers: {workers} …")
            work = fresh(BUILD / "work" / "cluster")
            with cluster(workers, work) as address:
                args = ("grade", "--part", PART, "--out", work / "out", "--cluster", address)
                walls.append(measure([Command([BIN / "gangrade", *args, folder], copy.root)]).wall)
            written = [path.stat().st_mtime for path in (work / "out").glob("*/record.json")]
            between[workers].append(max(written) - min(written))
            with (work / "out" / "grades.csv").open(encoding="utf-8", newline="") as file:
                rows = {row["submission"]: row for row in csv.DictReader(file)}
            found = {n: {q: float(r[q] or "nan") for q in QUESTIONS} for n, r in rows.items()}
            expected[workers] += sum(found.get(name) == marks[name] for name in marks)
    for workers, walls in seconds.items():
        wall = statistics.median(walls)
        values = {
            "workers": workers,
            "submissions": options.submissions,
            "rounds": options.rounds,
            "marks_as_expected": expected[workers],
            "seconds": round(wall, 1),
            "seconds_of_rounds": [round(each, 1) for each in walls],
            "per_hour": round(3600 * options.submissions / wall),
            "seconds_first_to_last": round(statistics.median(between[workers]), 1),
        }
        save("cluster", str(workers), values)


if __name__ == "__main__":
    main()
