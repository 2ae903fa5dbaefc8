"""Calibrate a question: make the runs that are missing, derive thresholds from all, draw them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gangrade.calibrating import plots, runs, thresholds
from gangrade.part.training import Training


@dataclass(frozen=True)
class Effort:
    """How many runs to make."""

    seeds: int
    """For each target."""
    targets: int
    """Drawn targets, for example curves."""
    only: str = ""
    """Only new runs of cases whose name contains this."""
    rounds: int = 2
    """0 makes no new run, 1 only the first round."""
    jobs: int | None = None
    """Processes; all cores if none."""


Progress = Callable[[str, int, int], None]
"""Told the round, how many runs are done, and of how many."""


def calibrate_question(
    folder: Path,
    question: str,
    training: Training,
    corpus: runs.Cells,
    effort: Effort,
    progress: Progress = lambda _round, _done, _total: None,
    problem: Callable[[str], None] = lambda _sentence: None,
) -> tuple[dict[str, Any], list[Path]]:
    """Calibrate a question with the cases of its ``corpus``, by name, into a folder.

    Runs that were made before count and are not made again. Returns what was derived, and the
    paths of what was written. ``problem`` is told of candidates that ended.

    Raises:
        GangradeError: if right runs and wrong ones cannot be told apart, or there are too few.
        Broken: if no candidate can be started.
    """
    # Trainings that are looked at are kept apart from those that were not.
    kind = "watched" if training.makers else "runs"
    path, data = folder / f"{question}.json", folder / f"{question}.{kind}.jsonl"
    folder.mkdir(parents=True, exist_ok=True)

    def train(name: str, tasks: Iterable[runs.PlannedRun]) -> list[dict[str, Any]]:
        selection = [task for task in tasks if task.case in corpus and effort.only in task.case]
        failures = runs.make(
            training,
            corpus,
            sorted(selection, key=lambda task: task.seed % 100),
            path=data,
            progress=lambda done, total: progress(name, done, total),
            jobs=effort.jobs,
        )
        for sentence in failures:
            problem(sentence)
        return list(runs.read(data).values())

    first = [
        task
        for case in corpus
        for task in thresholds.plan(case, training, effort.targets, seeds=effort.seeds)
    ]
    records = train("first round", first if effort.rounds > 0 else [])
    if effort.rounds > 1:
        records = train("second round", thresholds.plan_more(training, records))
    outcome = thresholds.derive(training, records)
    thresholds.write(path, data, outcome)
    pictures = path.with_suffix(".png"), path.with_suffix(".looks.png")
    plots.excesses(pictures[0], training, records, thresholds=outcome["thresholds"])
    panels = plots.panels(
        training,
        plots.worth_seeing(training, records, outcome["thresholds"]),
        lambda tasks: runs.again(training, corpus, tasks, jobs=effort.jobs),
    )
    plots.looks(pictures[1], training.about, panels, thresholds=outcome["thresholds"])
    return outcome, [path, *pictures]
