"""Calibrate a question: make the runs that are missing, derive thresholds from all, draw them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
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
    breaks: Mapping[str, Collection[str]] | None = None,
    progress: Progress = lambda _round, _done, _total: None,
    problem: Callable[[str], None] = lambda _sentence: None,
) -> tuple[dict[str, Any], list[Path]]:
    """Calibrate a question with the cases of its ``corpus``, by name, into a folder.

    Runs that were made before count and are not made again. ``breaks`` says of mutants what does
    not fit together in their trainings. Returns what was derived, and the paths of what was
    written. ``problem`` is told of candidates that ended.

    Raises:
        GangradeError: if right runs and wrong ones cannot be told apart, or there are too few.
        Broken: if no candidate can be started.
    """
    # Trainings that are looked at are kept apart from those that were not.
    path, plain = folder / f"{question}.json", folder / f"{question}.runs.jsonl"
    data = folder / f"{question}.watched.jsonl" if training.makers else plain
    breaks = breaks or {}
    folder.mkdir(parents=True, exist_ok=True)

    def train(name: str, tasks: Iterable[runs.PlannedRun]) -> list[dict[str, Any]]:
        selection = [task for task in tasks if task.case in corpus and effort.only in task.case]
        failures = runs.make(
            training,
            corpus,
            # What fewest runs tell of first: trainings in which the discriminator is blinded.
            sorted(selection, key=lambda t: (not (t.half_blind or t.blank), t.seed % 100)),
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
        for task in thresholds.plan(
            case,
            training,
            effort.targets,
            seeds=effort.seeds,
            breaks=breaks.get(case, ()),
        )
    ]
    records = train("first round", first if effort.rounds > 0 else [])
    if effort.rounds > 1:
        records = train("second round", thresholds.plan_more(training, records))
    looked_at, sources = None, [data]
    if training.makers and plain.exists() and not _says_all(records, corpus):
        # Not all of them are made yet: thresholds and attempts still come from the others.
        records, looked_at, sources = list(runs.read(plain).values()), records, [plain, data]
        records = [record for record in records if not record["half_blind"]]
    outcome = thresholds.derive(training, records, looked_at, breaks=breaks)
    thresholds.write(path, sources, outcome)
    records += [record for record in looked_at or () if record["half_blind"]]
    pictures = path.with_suffix(".png"), path.with_suffix(".looks.png")
    plots.excesses(pictures[0], training, records, thresholds=outcome["thresholds"])
    panels = plots.panels(
        training,
        plots.worth_seeing(training, records, outcome["thresholds"]),
        lambda tasks: runs.again(training, corpus, tasks, jobs=effort.jobs),
    )
    plots.looks(pictures[1], training.about, panels, thresholds=outcome["thresholds"])
    return outcome, [path, *pictures]


def _says_all(records: Iterable[Mapping[str, Any]], corpus: Collection[str]) -> bool:
    """Return whether there are runs of all cases on the fixed target and on drawn ones."""
    cases = thresholds.by_case(records)
    return all(cases[name].fixed and cases[name].drawn for name in corpus)
