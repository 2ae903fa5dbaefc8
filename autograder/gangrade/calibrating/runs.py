"""Training runs for a calibration: make them in candidates, measure them, keep them in a file.

Runs are expensive, so each is appended to a data file as soon as it is measured, and goes on
counting.
"""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gangrade import writing
from gangrade.candidate.candidate import Candidate, RemoteFunction
from gangrade.candidate.parent import WarmParent
from gangrade.intake.submission import Cell
from gangrade.part.training import Training
from gangrade.results.problems import Ended, Problem
from gangrade.results.versions import package_versions
from gangrade.subjects import Subject
from gangrade.subjects.methods import PLAIN, Look
from gangrade.verdicts import joins
from gangrade.verdicts.draws import Grading, in_force
from gangrade.verdicts.measured import Attempt, measure

RUN_SECONDS = 300

Cells = Mapping[str, Sequence[Cell]]
"""The notebooks' cells by case."""


@dataclass(frozen=True)
class PlannedRun:
    """One training run to do: of which case, on which target, with which seed."""

    case: str
    target: str
    """"fixed", or "drawn i" for the i-th drawn target."""
    seed: int
    half_blind: bool = False
    blank: bool = False
    """Whether the discriminator sees nothing."""

    @property
    def key(self) -> str:
        """A name by which the run is recognised in the data file."""
        seen = "half-blind" if self.half_blind else "blank" if self.blank else ""
        return f"{self.case}|{self.target}|{self.seed}|{seen}"

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> PlannedRun:
        """Return the task that a record of the data file came from."""
        return cls(
            record["case"],
            record["target"],
            record["seed"],
            half_blind=record["half_blind"],
            blank=record.get("blank", False),
        )


@functools.cache
def target_of(subject: Subject[Any], name: str) -> Any:
    """Return the target that a task names."""
    if name == "fixed":
        return subject.fixed_target()
    return subject.draw(np.random.default_rng([2014, int(name.split()[1])]))


def training_seed(target: str, seed: int) -> int:
    """Return what the training function gets as its seed in a run on the named target."""
    return int(np.random.SeedSequence([seed, len(target)]).generate_state(1)[0] % 2**31)


def read(path: Path) -> dict[str, dict[str, Any]]:
    """Return the runs made so far, by key."""
    return {record["key"]: record for record in writing.read_lines(path)}


def make(
    training: Training,
    cells: Cells,
    tasks: Iterable[PlannedRun],
    path: Path,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    jobs: int | None = None,
) -> list[str]:
    """Make those runs that the data file at ``path`` lacks; append each when it is measured.

    A training that stops, or gives nothing that can be measured, is kept too, with its ``problem``
    and without values. Returns a sentence for each run that did not end, which is not kept.
    """
    records = read(path)
    missing = [task for task in tasks if task.key not in records]
    failures: list[str] = []
    if not missing:
        return failures
    versions = package_versions()
    path.parent.mkdir(parents=True, exist_ok=True)
    with WarmParent() as warm, ThreadPoolExecutor(jobs or os.cpu_count()) as pool:
        futures = [pool.submit(record, training, task, cells[task.case], warm) for task in missing]
        try:
            for number, future in enumerate(as_completed(futures), start=1):
                progress(number, len(missing))
                try:
                    entry = {**future.result(), "versions": versions}
                except Ended as problem:
                    failures.append(str(problem))
                    continue
                with path.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(entry, sort_keys=True) + "\n")
        except BaseException:  # an interruption too: do not begin with the others
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return failures


def again(
    training: Training, cells: Cells, tasks: Sequence[PlannedRun], jobs: int | None = None
) -> list[Attempt]:
    """Make runs once more, to look at what came out: the data file keeps no samples."""

    def attempt(task: PlannedRun) -> Attempt:
        return _train(training, task, cells[task.case], warm=warm)[0]

    with WarmParent() as warm, ThreadPoolExecutor(jobs or os.cpu_count()) as pool:
        return list(pool.map(attempt, tasks))


def record(
    training: Training, task: PlannedRun, cells: Iterable[Cell], warm: WarmParent
) -> dict[str, Any]:
    """Make a run and return what the data file keeps of it.

    Raises:
        Ended: if the candidate's process or time came to an end.
    """
    about = {
        "key": task.key,
        "case": task.case,
        "target": task.target,
        "seed": task.seed,
        "half_blind": task.half_blind,
        "steps": _steps(training, task),
    }
    if task.blank:
        about["blank"] = True
    try:
        attempt, seen, seconds = _train(training, task, cells, warm=warm)
    except Ended as ended:
        raise Ended(f"The run {task.key} did not end: {ended}") from None
    except (Problem, AssertionError) as problem:
        return {**about, "problem": str(problem), "values": {}}
    values = {name: float(f"{value:.6g}") for name, value in attempt.values.items()}
    if seen:
        about["joins"] = {name: float(f"{value:.4g}") for name, value in seen.items()}
    return {**about, "seconds": round(seconds, 2), "values": values}


def _steps(training: Training, task: PlannedRun) -> int:
    return training.short if task.blank else training.steps


def _train(
    training: Training, task: PlannedRun, cells: Iterable[Cell], warm: WarmParent
) -> tuple[Attempt, dict[str, float], float]:
    """Train in a fresh candidate; return what came out, what was seen, and the CPU seconds.

    Raises:
        Problem: if the notebook's code stops.
        AssertionError: if it gives something that cannot be measured.
    """
    candidate = warm.fork()
    try:
        for cell in cells:
            for failed in candidate.run_cell(cell.number, cell.source, RUN_SECONDS):
                raise failed
        before = candidate.cpu_seconds()
        run = _ask(candidate, training, task)
        seconds = candidate.cpu_seconds() - before
    finally:
        candidate.close()

    def run_network(network: Any, inputs: Any) -> NDArray[np.float32]:
        child = warm.fork()
        try:
            return np.asarray(child.ask("network", 60, network=network, inputs=inputs))
        finally:
            child.close()

    seen: dict[str, float] = {}
    if training.makers:
        seen = asdict(joins.joins_of(run, _steps(training, task)))
        if task.blank:
            seen["history"] = joins.history_gap(run, training.method.fewest)
            seen["moved"] = joins.moved(run)
    with in_force(Grading(run_network=run_network)):
        target = target_of(training.about, task.target)
        return measure(run, training, target, purpose=task.key), seen, seconds


def _ask(candidate: Candidate, training: Training, task: PlannedRun) -> dict[str, Any]:
    def ask(do: str, **request: Any) -> Any:
        return candidate.ask(do, RUN_SECONDS, **request)

    method, subject = training.method, training.about
    target = target_of(subject, task.target)
    seed = training_seed(task.target, task.seed)
    train = RemoteFunction(training.function, ask)
    return method.train(
        train,
        subject,
        target,
        steps=_steps(training, task),
        seed=seed,
        makers=training.makers,
        look=_look(task),
    )


def _look(task: PlannedRun) -> Look:
    if task.blank:
        random = np.random.default_rng([task.seed, 2])
        return Look("blank", bias=float(random.uniform(1, 2) * random.choice([-1, 1])))
    return Look("narrow", number=1) if task.half_blind else PLAIN
