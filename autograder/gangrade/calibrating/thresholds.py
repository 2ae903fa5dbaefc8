"""From training runs to the thresholds and the number of attempts of a question.

``docs/fairness.md`` explains the method. What is derived goes into a small file, which grading
reads; the runs that it comes from (``gangrade.calibrating.runs``) lie beside it.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from rich.table import Table
from scipy.stats import beta

from gangrade import writing
from gangrade.calibrating.runs import PlannedRun, target_of
from gangrade.errors import GangradeError
from gangrade.part.training import Training
from gangrade.results.versions import package_versions
from gangrade.subjects import Measure, Subject
from gangrade.subjects.base import Thresholds, Values

MOST_ATTEMPTS = 8
MARGIN = 2
"""A wrong cloud of samples is this many times further from right than a threshold allows."""
AIM = 1e-3
"""A right solution may be failed in this share of gradings."""


def plan(
    case: str, training: Training, targets: int, *, seeds: int, breaks: Collection[str] = ()
) -> list[PlannedRun]:
    """Return the first runs of a case: drawn targets × seeds, the fixed one, half-blind ones.

    ``targets`` and ``seeds`` are those of the solution; variants and mutants get fewer. Half-blind
    runs are for right cases of questions that name what makes their networks, blind ones for these
    and for mutants that say that such a run ``breaks`` a limit.
    """
    on_fixed, blinded = 10 * seeds, 2  # the fixed target is in every grading, and needs many runs
    if case != "solution":
        targets, seeds, on_fixed = min(targets, 10), math.ceil(seeds / 2), seeds
    if case.startswith("mutants/"):
        targets = min(targets, 4)
    if case.startswith("mutants/") or not training.makers:
        blinded = 0
    tasks = _tasks(case, on_fixed, targets, seeds=seeds)
    blanks = 4 * bool(blinded)
    if training.makers and any(
        limit.blank for limit in training.method.limits if limit.name in breaks
    ):
        blanks = 2
    tasks += [PlannedRun(case, "fixed", seed, blank=True) for seed in range(blanks)]
    return tasks + [PlannedRun(case, *drawn, True) for drawn in _drawn(case, targets, blinded)]


MORE = {"on_fixed": 100, "targets": 20, "seeds": 10}
"""The runs of a case that needs more of them, with those that it has: 300."""
OFTEN = 0.3
"""A right case needs more runs where it may, by its bound, fail more often than that in a run. (Up
to there, six attempts fail together less often than the aim.)"""


def plan_more(training: Training, records: Iterable[Mapping[str, Any]]) -> list[PlannedRun]:
    """Return runs for the cases of which the first runs say too little.

    Right cases get more where they may fail ``OFTEN``, on the fixed target or on drawn ones.
    Mutants get more if they come close: a run on the fixed target and one on drawn ones, since a
    grading asks for both, used up less than ``MARGIN`` times the allowance. If all runs of a mutant
    meet the thresholds, then other tests are there for it, and more runs would tell nothing.
    """
    cases = by_case(records)
    thresholds = thresholds_for(training, cases)
    tasks = []
    for name, runs in cases.items():
        if not (runs.fixed and runs.drawn):
            continue
        fixed_uses = used(training, [runs.fixed], thresholds)
        drawn_uses = used(training, runs.drawn.values(), thresholds)
        if name.startswith("mutants/"):
            near = (
                max(min(fixed_uses), min(drawn_uses)) <= MARGIN
                and max(*fixed_uses, *drawn_uses) > 1
            )
            on_fixed = on_drawn = near
        else:
            on_fixed, on_drawn = (
                _bound(sum(u > 1 for u in uses), len(uses)) > OFTEN
                for uses in (fixed_uses, drawn_uses)
            )
        if on_fixed:
            tasks += _tasks(name, MORE["on_fixed"], 0, seeds=0)
        if on_drawn:
            tasks += _tasks(name, 0, MORE["targets"], seeds=MORE["seeds"])
    return tasks


def _tasks(case: str, on_fixed: int, targets: int, seeds: int) -> list[PlannedRun]:
    tasks = [PlannedRun(case, *tasks) for tasks in _drawn(case, targets, seeds)]
    return tasks + [PlannedRun(case, "fixed", seed) for seed in range(on_fixed)]


def _drawn(case: str, targets: int, seeds: int) -> list[tuple[str, int]]:
    """Return drawn targets with seeds.

    Right cases have other seeds on each target, as in a grading: a seed that is lucky on one target
    is likely to be so on the next, and a bound counts runs that do not depend on one another.
    """
    apart = 0 if case.startswith("mutants/") else 100
    return [(f"drawn {i}", apart * i + seed) for i in range(targets) for seed in range(seeds)]


@dataclass
class Runs:
    """The measured values of one case's runs, by target. A run that gave nothing has no values."""

    fixed: list[Values] = field(default_factory=list)
    drawn: dict[str, list[Values]] = field(default_factory=lambda: defaultdict(list))
    blinded: dict[str, list[Values]] = field(default_factory=lambda: defaultdict(list))
    seen: list[Values] = field(default_factory=list)
    """What was seen of trainings (``gangrade.verdicts.joins``)."""


def by_case(records: Iterable[Mapping[str, Any]]) -> dict[str, Runs]:
    """Sort the records of the data file."""
    cases: dict[str, Runs] = defaultdict(Runs)
    for record in records:
        runs = cases[record["case"]]
        if "joins" in record:
            runs.seen.append(record["joins"])
        if record.get("blank"):
            continue
        if record["half_blind"]:
            runs.blinded[record["target"]].append(record["values"])
        elif record["target"] == "fixed":
            runs.fixed.append(record["values"])
        else:
            runs.drawn[record["target"]].append(record["values"])
    return cases


def is_right(case: str) -> bool:
    """Say whether a case should pass: the solution and the variants."""
    return not case.startswith("mutants/")


def use(training: Training, values: Values, thresholds: Thresholds) -> float:
    """Return the share of its allowance that the worst measure or loss of a run uses up.

    A run meets the thresholds if this is at most 1. It is infinite for a run without values, and
    for a history that no training gives.
    """
    names = [loss.name for loss in training.method.losses]
    if not all(
        values.get(f"{name}_varies") and math.isfinite(values.get(name, math.nan)) for name in names
    ):
        return math.inf
    bands = {name: thresholds[name] for name in names if name in thresholds}
    off = [
        abs(values[name] - (low + high) / 2) / ((high - low) / 2)
        for name, (low, high) in bands.items()
    ]
    return max([training.about.excess(values, thresholds), *off])


def used(
    training: Training, targets: Iterable[list[Values]], thresholds: Thresholds
) -> list[float]:
    """Return what each run on these targets uses up."""
    return [use(training, values, thresholds) for runs in targets for values in runs]


def _bound(hits: int, runs: int) -> float:
    """Return the exact (Clopper-Pearson) upper bound, at 95 %, of a probability."""
    return float(beta.ppf(0.95, hits + 1, runs - hits)) if hits < runs else 1.0


def _short(value: float) -> float | None:
    """Round to three digits; infinity, which JSON does not have, becomes None."""
    return float(f"{value:.3g}") if math.isfinite(value) else None


@functools.cache
def wrong_clouds(subject: Subject[Any], target: str) -> dict[str, dict[str, float]]:
    """Return the measures of the wrong clouds on a named target."""
    of_target = target_of(subject, target)
    clouds = subject.wrong(of_target)
    return {name: subject.values(cloud, of_target) for name, cloud in clouds.items()}


def thresholds_for(training: Training, cases: Mapping[str, Runs]) -> dict[str, list[float]]:
    """Return the thresholds: from the wrong clouds on the fixed target and half of the drawn ones.

    Raises:
        GangradeError: if a wrong cloud on another target is too close to them, or there are too few
            runs.
    """
    subject, solution = training.about, cases["solution"]
    targets = sorted(solution.drawn)
    if len(targets) < 4 or not solution.fixed:
        raise GangradeError("Too few runs: the fixed target and 4 drawn ones are needed.")
    bounds = {
        measure.name: list(measure.allowed)
        if measure.allowed
        else _halfway(subject, measure, [*targets[::2], "fixed"])
        for measure in subject.measures
    }
    for target in [*targets[1::2], "fixed"]:
        for kind, values in wrong_clouds(subject, target).items():
            if subject.excess(values, bounds) <= _least_excess(subject, kind):
                raise GangradeError(f"The wrong cloud {kind!r} is too close to right on {target}.")
    bands = subject.losses or _loss_bands(training, cases, bounds, targets=targets[::2])
    return bounds | {name: list(band) for name, band in bands.items()}


def _halfway(subject: Subject[Any], measure: Measure, targets: Sequence[str]) -> list[float]:
    """Return thresholds that the closest wrong cloud misses by ``MARGIN``."""
    values = [
        wrong_clouds(subject, t)[kind][measure.name] for t in targets for kind in measure.keeps_out
    ]
    off = min(abs(value - measure.best) for value in values) / MARGIN
    if all(value > measure.best for value in values):
        return [measure.best, round(measure.best + off, 2)]
    low = round(measure.best - off, 2)
    return [low, round(2 * measure.best - low, 2) if measure.mirrored else measure.best]


def _least_excess(subject: Subject[Any], kind: str) -> float:
    """Return what a wrong cloud must exceed: 1 where the question names the thresholds."""
    is_kind = any(m.allowed and kind in m.keeps_out for m in subject.measures)
    return 1.0 if is_kind else MARGIN / 1.25


def _loss_bands(
    training: Training,
    cases: Mapping[str, Runs],
    thresholds: Thresholds,
    targets: Sequence[str],
) -> dict[str, list[float]]:
    """Return bands of the mean losses, as the method derives them from right runs."""
    losses = [
        values
        for name, runs in cases.items()
        if is_right(name)
        for target in targets
        for values in runs.drawn.get(target, [])
        if values and training.about.excess(values, thresholds) <= 1
    ]
    if not losses:
        raise GangradeError("No right run meets the thresholds for samples.")
    return training.method.bands(losses)


def join_limits(
    training: Training,
    records: Iterable[Mapping[str, Any]],
    breaks: Mapping[str, Collection[str]],
) -> dict[str, float]:
    """Return the limits of what must fit together in a training, of runs that were looked at.

    Each lies halfway between best and the nearest of the mutants that, by their names in
    ``breaks``, are there for it, or what no training at all would give.

    Raises:
        GangradeError: if there is no right run to compare with, a right run uses up more than half
            of its allowance, or a mutant breaks something that there is no limit of.
    """
    looked = [record for record in records if "joins" in record]
    known = {limit.name for limit in training.method.limits}
    if unknown := {name for names in breaks.values() for name in names} - known:
        names = ", ".join(sorted(unknown))
        raise GangradeError(f"A mutant breaks {names}; there are {', '.join(sorted(known))}.")
    limits = {}
    for limit in training.method.limits:
        runs = [
            (record["case"], float(record["joins"][limit.number]))
            for record in looked
            if bool(record.get("blank")) == limit.blank
        ]
        wrong = [value for case, value in runs if limit.name in breaks.get(case, ())]
        off = min(abs(v - limit.best) for v in [limit.worst, *wrong] if not math.isnan(v)) / MARGIN
        side = 1 if limit.worst > limit.best else -1
        limits[limit.name] = float(f"{limit.best + side * off:.3g}")
        # A penalty that has no gradient gives NaN where nothing is seen: that is nobody's fault.
        uses = [
            (limit.use(value, limits[limit.name]), case)
            for case, value in runs
            if is_right(case) and not math.isnan(value)
        ]
        if not uses:
            raise GangradeError(f"Too few runs: none tells the {limit.name} of a right training.")
        if max(uses)[0] > 1 / MARGIN:
            most, case = max(uses)
            raise GangradeError(
                f"The {limit.name} of {case} uses up {most:.0%} of what is allowed, and a right "
                f"training may use {1 / MARGIN:.0%}: right and wrong cannot be told apart."
            )
    return limits


def derive(
    training: Training,
    records: Iterable[Mapping[str, Any]],
    looked_at: Iterable[Mapping[str, Any]] | None = None,
    breaks: Mapping[str, Collection[str]] | None = None,
) -> dict[str, Any]:
    """Return thresholds and attempts from the runs of the solution, the variants and the mutants.

    Thresholds come from the wrong clouds, on one half of the targets; how often right runs meet
    them is counted on the other half, and on the variants. Where ``records`` are of trainings that
    nobody looked at, half-blind ones and what was seen of a training come from ``looked_at``.
    ``breaks`` says of mutants what does not fit together in their trainings.

    Raises:
        GangradeError: if right runs and wrong clouds cannot be told apart, or runs are too few.
    """
    records, looked_at = list(records), None if looked_at is None else list(looked_at)
    cases = by_case(r for r in records if looked_at is None or not r["half_blind"])
    if looked_at is not None:
        for name, runs in by_case(looked_at).items():
            cases[name].blinded, cases[name].seen = runs.blinded, runs.seen
    solution = cases["solution"]
    thresholds = thresholds_for(training, cases)
    targets = sorted(solution.drawn)
    report = Runs(
        solution.fixed,
        {name: solution.drawn[name] for name in targets[1::2]},
        {name: runs for name, runs in solution.blinded.items() if name in targets[1::2]},
        seen=solution.seen,
    )
    right = {"solution": report}
    right |= {name: runs for name, runs in sorted(cases.items()) if name.startswith("variants/")}
    wrong = {name: runs for name, runs in sorted(cases.items()) if name.startswith("mutants/")}
    blinds = bool(training.makers)
    for name, runs in (right | wrong).items():
        if not (runs.fixed and runs.drawn and (runs.blinded or name in wrong or not blinds)):
            raise GangradeError(f"Too few runs of {name}: run `gangrade calibrate` to its end.")

    def failures(runs: Runs, attempts: int) -> dict[str, dict[str, Any]]:
        return {
            "fixed": failing(training, [runs.fixed], thresholds, attempts=attempts),
            "drawn": failing(training, [*runs.drawn.values()], thresholds, attempts=attempts),
        }

    def learned(runs: Runs, attempts: int) -> dict[str, Any]:
        return _learned(training.about, runs, thresholds, attempts=attempts)

    attempts = _fewest_attempts(right, lambda runs, attempts: _together(failures(runs, attempts)))
    directions = _fewest_attempts(right, learned) if blinds else 0
    return {
        "training": training.settings,
        "thresholds": thresholds,
        "attempts": attempts,
        "half_blind_attempts": directions,
        **({"joins": join_limits(training, looked_at or records, breaks or {})} if blinds else {}),
        "right": {
            name: _totalled(
                failures(runs, attempts)
                | ({"half-blind": learned(runs, directions)} if blinds else {})
            )
            | ({"seen": _extremes(runs.seen)} if runs.seen else {})
            for name, runs in right.items()
        },
        "wrong": {
            name: passing(training, runs, thresholds, attempts=attempts)
            for name, runs in wrong.items()
        },
    }


def _extremes(seen: Iterable[Values]) -> dict[str, list[float | None]]:
    """Return the lowest and the highest of each value, where it is finite."""
    values: dict[str, list[float]] = defaultdict(list)
    for one in seen:
        for name, value in one.items():
            values[name].append(value)
    finite = {name: [v for v in all_ if math.isfinite(v)] for name, all_ in values.items()}
    return {n: [_short(min(v)), _short(max(v))] for n, v in sorted(finite.items()) if v}


def failing(
    training: Training, targets: list[list[Values]], thresholds: Thresholds, attempts: int
) -> dict[str, Any]:
    """Return how often a case fails on such a target: counted, expected in a grading, and bounded.

    A target stays fixed within a grading, so what is expected is averaged over the targets. The
    bound pools their runs: it holds if they are alike. ``trainings`` is how many a grading needs.
    """
    counts = [
        (sum(u > 1 for u in used(training, [runs], thresholds)), len(runs)) for runs in targets
    ]
    shares = np.array([failed / runs for failed, runs in counts])
    failed, runs = sum(f for f, _ in counts), sum(n for _, n in counts)
    return {
        "failed": failed,
        "runs": runs,
        "a grading": _short(float(np.mean(shares**attempts))),
        "at most": _short(_bound(failed, runs) ** attempts),
        "trainings": _short(_trainings(shares, attempts)),
    }


def _trainings(shares: Any, attempts: int) -> float:
    """Return how many trainings a grading takes, if these shares of them fail on the targets."""
    return float(np.mean([np.sum(share ** np.arange(attempts)) for share in shares]))


def _together(figures: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Return what a grading with all of these trainings is expected to do."""
    keys = ("a grading", "at most", "trainings")
    return {key: sum(place[key] for place in figures.values()) for key in keys}


def _totalled(figures: Mapping[str, Mapping[str, float]]) -> dict[str, Any]:
    return {**figures, **{key: _short(value) for key, value in _together(figures).items()}}


def _fewest_attempts(
    right: Mapping[str, Runs], figures: Callable[[Runs, int], Mapping[str, float]]
) -> int:
    """Return the fewest attempts with which no right case is failed more often than the aim.

    For the solution, of which there are many runs, the bound must hold, with half of the aim left
    for the half-blind trainings or for the others; for the variants what is expected.
    """
    worst = ""
    for attempts in range(1, MOST_ATTEMPTS + 1):
        worst = ""
        for name, runs in right.items():
            fit = figures(runs, attempts)
            solution = name == "solution"
            if fit["at most" if solution else "a grading"] > (AIM / 2 if solution else AIM):
                worst = f"{name}: {fit}"
                break
        if not worst:
            return attempts
    raise GangradeError(
        f"Even {MOST_ATTEMPTS} attempts fail a right case more often than {AIM}. "
        f"In the way: {worst}"
    )


def _learned(
    subject: Subject[Any], runs: Runs, thresholds: Thresholds, attempts: int
) -> dict[str, Any]:
    """Return how often a half-blind training of a right case meets the thresholds for samples."""
    half_blind = [values for on_target in runs.blinded.values() for values in on_target]
    excesses = [subject.excess(values, thresholds) for values in half_blind]
    failures = sum(excess <= 1 for excess in excesses)
    share = failures / len(excesses)
    return {
        "failed": failures,
        "runs": len(excesses),
        "lowest excess": _short(min(excesses)),
        "a grading": _short(share**attempts),
        "at most": _short(_bound(failures, len(excesses)) ** attempts),
        "trainings": _short(_trainings([share], attempts)),
    }


def passing(
    training: Training, runs: Runs, thresholds: Thresholds, attempts: int
) -> dict[str, Any]:
    """Return how often a mutant meets the thresholds, counted, expected in a grading and bounded.

    A grading asks for a success on the fixed target and for one on a drawn one. Some mutants have
    both: those that the other tests of the question are there for. ``trainings`` counts those of
    these two tests: after the fixed target was not learned, one on the drawn one.
    """
    cases: dict[str, Any] = {}
    expected, bound, trainings = 1.0, 1.0, 0.0
    for place, targets in (("fixed", [runs.fixed]), ("drawn", [*runs.drawn.values()])):
        by_target = [used(training, [on_target], thresholds) for on_target in targets]
        shares = np.array([np.mean([u > 1 for u in uses]) for uses in by_target])
        uses = sorted(u for on_target in by_target for u in on_target)
        passes = sum(u <= 1 for u in uses)
        one_run = _bound(passes, len(uses))
        cases[place] = {
            "passed": passes,
            "runs": len(uses),
            "a run, at most": _short(one_run),
            "closest": _short(uses[0]),
        }
        # What came before decides whether there is more than one attempt here.
        trainings += expected * _trainings(shares, attempts) + 1 - expected
        expected *= float(np.mean(1 - shares**attempts))
        bound *= 1 - (1 - one_run) ** attempts
    return {
        **cases,
        "a grading": _short(expected),
        "at most": _short(bound),
        "trainings": _short(trainings),
    }


def write(path: Path, data: Sequence[Path], derived: Mapping[str, Any]) -> None:
    """Write the calibration file beside the data that it came from: trainings, and those looked at.

    The second file is named where trainings that nobody looked at decide too.
    """
    sources = [
        {"data": file.name, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
        for file in data
    ]
    content = {
        **derived,
        **sources[0],
        **({"looked_at": sources[1]} if len(sources) > 1 else {}),
        "versions": package_versions(),
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
    }
    writing.replace(path, json.dumps(content, indent=2, ensure_ascii=False) + "\n")


def table(derived: Mapping[str, Any]) -> Table:
    """Return what was derived as a table for the terminal."""
    places = ("fixed", "drawn", "half-blind")
    view = Table()
    view.add_column("case", overflow="fold", min_width=24)
    for heading in (*places, "a grading", "at most", "trainings"):
        view.add_column(heading, justify="right")
    for kind, hits in (("right", "failed"), ("wrong", "passed")):
        for name, figures in derived[kind].items():
            counts = [
                f"{figures[place][hits]}/{figures[place]['runs']}" if place in figures else ""
                for place in places
            ]
            totals = [f"{figures[key]:.2g}" for key in ("a grading", "at most", "trainings")]
            view.add_row(name, *counts, *totals)
        view.add_section()
    blinds = derived["half_blind_attempts"]
    view.caption = (
        f"{derived['attempts']} attempts{f', {blinds} half-blind' if blinds else ''}. "
        "Right cases: failed; wrong ones: met the thresholds."
    )
    return view
