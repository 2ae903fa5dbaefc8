"""Pictures of a calibration: every run by what it uses up, and what some of them look like."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from gangrade import writing
from gangrade.calibrating.runs import PlannedRun, target_of
from gangrade.calibrating.thresholds import MARGIN, by_case, use, used, wrong_clouds
from gangrade.part.training import Training
from gangrade.subjects import Subject
from gangrade.subjects.base import Thresholds, Values
from gangrade.verdicts.measured import Attempt

RIGHT, WRONG, BLINDED, CLOUD = "#0072B2", "#D55E00", "#009E73", "#777777"
"""Colours of Okabe and Ito, that colour-blind people tell apart."""


def excesses(
    path: Path,
    training: Training,
    records: Iterable[Mapping[str, Any]],
    thresholds: Thresholds,
) -> None:
    """Draw what every run uses up of its allowance, and what separates right from wrong."""
    subject, cases = training.about, by_case(records)
    rows: list[tuple[str, str, list[float]]] = []
    for name in sorted(cases, key=lambda n: (n.startswith("mutants/"), n != "solution", n)):
        runs = cases[name]
        uses = used(training, [runs.fixed, *runs.drawn.values()], thresholds)
        rows.append((_label(name), WRONG if name.startswith("mutants/") else RIGHT, uses))
    half_blind = [v for runs in cases.values() for values in runs.blinded.values() for v in values]
    if half_blind:
        rows.append(("half-blind", BLINDED, [subject.excess(v, thresholds) for v in half_blind]))
    clouds: dict[str, list[float]] = defaultdict(list)
    for target in ["fixed", *cases["solution"].drawn]:
        for kind, values in wrong_clouds(subject, target).items():
            clouds[kind].append(subject.excess(values, thresholds))
    rows += [(f"cloud: {kind}", CLOUD, found) for kind, found in clouds.items()]

    figure = Figure(figsize=(9, 1 + 0.24 * len(rows)), layout="constrained")
    axes = figure.subplots()
    jitter = np.random.default_rng(0)
    for y, (_, colour, uses) in enumerate(rows):
        x = np.clip(uses, 0.03, 30)
        axes.scatter(x, y + jitter.uniform(-0.3, 0.3, len(x)), s=5, color=colour, linewidths=0)
    axes.axvline(1, color="black", linewidth=1)
    axes.set(
        xscale="log",
        xlabel="share of its allowance that the worst measure or loss uses up (at the edges: less "
        "than 0.03, more than 30)",
        ylim=(len(rows) - 0.5, -0.5),
    )
    axes.set_title(
        "One dot is one training. Left of the line, it meets all thresholds. (Half-blind: those of "
        "the samples.)",
        fontsize="small",
    )
    axes.set_yticks(range(len(rows)), [label for label, _, _ in rows], fontsize="small")
    axes.spines[["top", "right"]].set_visible(False)
    _save(figure, path)


@dataclass(frozen=True)
class Panel:
    """One cloud of samples to look at."""

    title: str
    colour: str
    samples: NDArray[Any]
    target: str
    values: Values


def worth_seeing(
    training: Training, records: Iterable[Mapping[str, Any]], thresholds: Thresholds
) -> list[tuple[str, PlannedRun]]:
    """Choose runs to look at, each with a title.

    Of the solution a typical one on the fixed target, and its worst; of each variant that has
    failed, its worst; of each mutant that passed or came near, its closest; of all half-blind ones
    the closest.
    """
    plain: dict[str, list[tuple[float, PlannedRun]]] = defaultdict(list)
    half_blind = []
    for record in records:
        task = PlannedRun.of(record)
        if task.half_blind:
            half_blind.append((training.about.excess(record["values"], thresholds), task))
        else:
            plain[task.case].append((use(training, record["values"], thresholds), task))

    def by_use(runs: list[tuple[float, PlannedRun]]) -> list[tuple[float, PlannedRun]]:
        return sorted(runs, key=lambda run: (run[0], run[1].key))

    solution = by_use(plain.pop("solution"))
    on_fixed = [task for _, task in solution if task.target == "fixed"]
    selection = [
        ("solution, typical", on_fixed[len(on_fixed) // 2]),
        ("solution, worst", solution[-1][1]),
    ]
    for name, runs in sorted(plain.items(), reverse=True):  # variants before mutants
        runs = by_use(runs)
        if name.startswith("variants/") and runs[-1][0] > 1:
            selection.append((f"{_label(name)}, worst", runs[-1][1]))
        elif name.startswith("mutants/") and runs[0][0] <= MARGIN:
            selection.append((_label(name), runs[0][1]))
    return [*selection, *(("half-blind, closest", task) for _, task in by_use(half_blind)[:1])]


def panels(
    training: Training,
    chosen: Sequence[tuple[str, PlannedRun]],
    train: Callable[[Sequence[PlannedRun]], Sequence[Attempt]],
) -> list[Panel]:
    """Return the wrong clouds, and the chosen runs, which ``train`` makes once more."""
    subject = training.about
    samples = [
        Panel(
            f"cloud: {kind}",
            CLOUD,
            cloud,
            target="fixed",
            values=wrong_clouds(subject, "fixed")[kind],
        )
        for kind, cloud in subject.wrong(subject.fixed_target()).items()
    ]
    attempts = train([task for _, task in chosen])
    for (title, task), attempt in zip(chosen, attempts, strict=True):
        colour = WRONG if task.case.startswith("mutants/") else RIGHT
        if task.half_blind:
            colour = BLINDED
        samples.append(
            Panel(title, colour, attempt.samples, target=task.target, values=attempt.values)
        )
    return samples


COLUMNS = 6


def looks(
    path: Path, subject: Subject[Any], shown: Sequence[Panel], thresholds: Thresholds
) -> None:
    """Draw the panels, each with its values; those outside of the thresholds have a star."""
    rows = -(-len(shown) // COLUMNS)
    figure = Figure(figsize=(2.1 * COLUMNS, 2.75 * rows), layout="constrained")
    grid = figure.subplots(rows, COLUMNS, squeeze=False).ravel()
    for axes in grid[len(shown) :]:
        axes.set_visible(False)
    for axes, panel in zip(grid, shown, strict=False):
        _draw(axes, subject, panel, thresholds=thresholds)
    _save(figure, path)


def _draw(axes: Axes, subject: Subject[Any], panel: Panel, thresholds: Thresholds) -> None:
    target = target_of(subject, panel.target)
    samples = subject.pictured(panel.samples[:1500])
    subject.scene(target).draw(axes, samples, real="black", fake=panel.colour)
    axes.set(xticks=[], yticks=[])
    place = subject.fixed if panel.target == "fixed" else "drawn"
    axes.set_title(f"{panel.title}\n({place})", size=8)

    def said(name: str, value: float) -> str:
        lowest, highest = thresholds[name]
        return f"{name} {round(value, 2) + 0.0:.2f}{'' if lowest <= value <= highest else '*'}"

    entries = [said(n, panel.values[n]) for n in thresholds if n in panel.values]
    lines = ["   ".join(entries[i : i + 2]) for i in range(0, len(entries), 2)]
    axes.set_xlabel("\n".join(lines), size=7)
    axes.set_ylabel("")


def _label(name: str) -> str:
    return name.rsplit("/", 1)[-1].replace("_", " ")


def _save(figure: Figure, path: Path) -> None:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=110, metadata={"Software": None})
    writing.replace(path, buffer.getvalue())
