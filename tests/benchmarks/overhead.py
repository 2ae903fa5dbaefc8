"""What grading part 1 adds to the student's own training, and memory of concurrent candidates.

    python tests/benchmarks/overhead.py [--only time memory]

Time: the student's own training is what the grader asks for, ``train_gan`` with the same curves,
steps and seeds, in a plain Python process after its imports. Grading is all of part 1, with all
processes. It is told per submission after the first, so that the start, once a call, is left out.

Memory: 1 to 4 candidates forked from one warm parent are graded on ``cubic_gan`` at once. Needs
the right to look into processes of other users.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
from bench import BIN, BUILD, ONE_THREAD, Command, definitions, fresh, measure, save, say
from build_class import FROM, course
from gangrade.candidate.candidate import Candidate
from gangrade.candidate.parent import WarmParent
from gangrade.grading.examiner import grade
from gangrade.intake.find import Source
from gangrade.intake.submission import Submission, code_hash, read
from gangrade.part.course import Course
from gangrade.part.part import Autograder
from gangrade.results import records
from gangrade.verdicts.draws import Grading, in_force

QUESTION = "cubic_gan"
COPIES = 4
"""Of the solution. Each has a comment of its own, so each meets other drawn curves and seeds."""
LOOK_SECONDS = 0.5


def copies(released: Course, folder: Path, count: int) -> list[Path]:
    """Write the solution several times, with a comment in the first answer."""
    text = released.solution_notebook(FROM).read_text(encoding="utf-8")
    mark = "def sample_real("
    assert text.count(mark) == 1
    paths = []
    for number in range(count):
        paths.append(folder / f"copy{number + 1}.ipynb")
        paths[-1].write_text(text.replace(mark, f"# Copy {number + 1}\\n{mark}"), encoding="utf-8")
    return paths


def _submission(path: Path, autograder: Autograder) -> Submission:
    return read(Source(path.stem, path), autograder.part, autograder.names)


# --- time ----------------------------------------------------------------------------------------


def time_of_grading(released: Course, rounds: int) -> None:
    """Measure trainings alone, and whole grading, of the same submissions."""
    folder = fresh(BUILD / "work" / "overhead")
    paths = copies(released, fresh(folder / "submissions"), COPIES)
    python: list[Any] = [sys.executable, __file__, "--zip", released.autograder_zip(FROM)]
    say("finding out what is trained …")
    asked: list[Any] = _process([*python, "--asked", *paths[1:]])
    trainings = [call for one in asked for call in one]
    lists = folder / "trainings.json"
    lists.write_text(json.dumps(trainings), encoding="utf-8")
    plain, whole = [], []
    for number in range(rounds):
        say(f"round {number + 1}: trainings alone …")
        plain.append(_process([*python, "--train", lists, *paths[:1]]))
        costs = []
        for group in (paths[:1], paths):
            say(f"round {number + 1}: grading {len(group)} …")
            out = fresh(folder / "out")
            args: list[Any] = ["grade", "--part", FROM, "--out", out, "--jobs", "1", *group]
            command = Command([BIN / "gangrade", *args], released.root)
            costs.append(measure([command], seconds=5))
            marks = (out / "grades.csv").read_text(encoding="utf-8").splitlines()[1:]
            assert all(",graded,35," in line for line in marks), marks
        one, all_ = costs
        whole.append({"cpu": all_.cpu - one.cpu, "wall": all_.wall - one.wall})
    values: dict[str, Any] = {
        "submissions": COPIES - 1,
        "rounds": rounds,
        "trainings_each": round(len(trainings) / (COPIES - 1), 2),
        "steps_each": round(sum(call["steps"] for call in trainings) / (COPIES - 1)),
    }
    kept = [record for path in paths[1:] if (record := records.read(out / path.stem))]
    seconds = [{q.name: q.seconds for q in record.result.questions} for record in kept]
    values["candidates_cpu_seconds"] = {
        name: round(sum(one[name] for one in seconds) / len(kept), 2) for name in seconds[0]
    }
    for clock in ("cpu", "wall"):
        alone = [one[clock] / (COPIES - 1) for one in plain]
        graded = [one[clock] / (COPIES - 1) for one in whole]
        values[f"training_{clock}_seconds"] = [round(s, 2) for s in alone]
        values[f"grading_{clock}_seconds"] = [round(s, 2) for s in graded]
        values[f"overhead_{clock}_percent"] = round(100 * (sum(graded) / sum(alone) - 1), 1)
    save("overhead", "time", values)


def _process(command: list[Any]) -> Any:
    environment = {**os.environ, **ONE_THREAD}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return json.loads(done.stdout.splitlines()[-1])


def asked_for(path: Path, autograder: Autograder) -> list[dict[str, Any]]:
    """Run the question's tests in here and return each training that they ask for."""
    submission = _submission(path, autograder)
    train = definitions([cell.source for cell in submission.cells])["train_gan"]
    calls: list[dict[str, Any]] = []

    def recorded(curve: Any, steps: int, seed: int) -> Any:
        calls.append({"curve": curve.coefficients, "steps": steps, "seed": seed})
        return train(curve, steps, seed)

    recorded.__wrapped__ = train  # type: ignore[attr-defined]
    surroundings = Grading(
        secret=autograder.secret,
        code=code_hash(submission.cells),
        calibration=autograder.calibration,
    )
    [question] = [q for q in autograder.automatic if q.name == QUESTION]
    assert question.tests is not None
    with in_force(surroundings):
        for case in question.tests.test_cases:
            case.body.call_func({"train_gan": recorded})
    return calls


def train_alone(path: Path, autograder: Autograder, trainings: list[Any]) -> dict[str, float]:
    """Do these trainings with the student's code and nothing else; return their seconds."""
    from gankit.curves import cubic, polynomial

    train = definitions([c.source for c in _submission(path, autograder).cells])["train_gan"]
    curves = [cubic if t["curve"] is None else polynomial(t["curve"]) for t in trainings]
    cpu, wall = time.process_time(), time.perf_counter()
    for curve, training in zip(curves, trainings, strict=True):
        train(curve, training["steps"], training["seed"])
    return {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}


# --- memory --------------------------------------------------------------------------------------


class Watched(WarmParent):
    """A warm parent that remembers the candidates that were forked from it."""

    def __init__(self) -> None:
        """Start it."""
        super().__init__()
        self.candidates: list[psutil.Process] = []
        self._seen: set[int] = set()

    def fork(self) -> Candidate:
        """Start a candidate; a thread grades one submission, so its others run networks."""
        candidate = super().fork()
        if threading.get_ident() not in self._seen:
            self._seen.add(threading.get_ident())
            self.candidates.append(candidate.process)
        return candidate


def memory_of_candidates(released: Course, most: int) -> None:
    """Grade 1, 2, … submissions at once and look at what each candidate holds of its own."""
    autograder = Autograder(released.autograder_zip(FROM))
    paths = copies(released, fresh(BUILD / "work" / "memory"), most)
    submissions = [_submission(path, autograder) for path in paths]
    for count in range(1, most + 1):
        say(f"{count} candidates at once …")
        with Watched() as warm:
            warm.wait()
            held = _held_while_graded(submissions[:count], autograder, warm)
        each = [round(mb) for mb in held]
        values = {"candidates": count, "peak_uss_mb_each": each, "peak_uss_mb": max(each)}
        save("memory", str(count), values)


def _held_while_graded(
    submissions: list[Submission], autograder: Autograder, warm: Watched
) -> list[float]:
    """Return the largest unique set size (USS) of each candidate, in MB."""
    peaks: dict[int, float] = {}
    over = threading.Event()

    def look() -> None:
        while not over.wait(LOOK_SECONDS):
            for process in warm.candidates:
                with contextlib.suppress(psutil.Error):
                    held = process.memory_full_info().uss / 1e6
                    peaks[process.pid] = max(held, peaks.get(process.pid, 0))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        with ThreadPoolExecutor(len(submissions)) as pool:
            results = list(
                pool.map(lambda s: grade(s, autograder, warm, only=[QUESTION]), submissions)
            )
    finally:
        over.set()
        looking.join()
    for result in results:
        [score] = [q.score for q in result.questions if q.name == QUESTION]
        assert score > 0, f"{result.name} lost {QUESTION}"
    return list(peaks.values())


def main() -> None:
    """Measure what is asked for; the hidden options are for processes of this script's own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parts = ("time", "memory")
    parser.add_argument("--only", nargs="+", choices=parts, default=parts)
    parser.add_argument("--rounds", type=int, default=2, help="of the times")
    parser.add_argument("--candidates", type=int, default=4, help="at once, at most")
    parser.add_argument("--zip", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--asked", type=Path, nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("--train", type=Path, nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.asked:
        autograder = Autograder(options.zip)
        print(json.dumps([asked_for(path, autograder) for path in options.asked]))
        return
    if options.train:
        trainings = json.loads(options.train[0].read_text(encoding="utf-8"))
        print(json.dumps(train_alone(options.train[1], Autograder(options.zip), trainings)))
        return
    released = course()
    if "time" in options.only:
        time_of_grading(released, options.rounds)
    if "memory" in options.only:
        memory_of_candidates(released, options.candidates)


if __name__ == "__main__":
    main()
