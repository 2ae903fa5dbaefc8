"""From training runs to the thresholds and the number of attempts of a question.

``docs/fairness.md`` explains the method. What is derived goes into a small file, which grading
reads; the runs that it comes from (``gangrade.runs``) lie beside it.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gankit
import numpy as np
from rich.table import Table
from scipy.stats import beta

from gangrade import verdicts
from gangrade.runs import ONE_DIRECTION_STEPS, STEPS, Task, curve_of, package_versions

MOST_ATTEMPTS = 8
MARGIN = 2
"""A wrong cloud of points is this many times further from right than a threshold allows."""
AIM = 1e-3
"""A right solution may be failed in this share of gradings."""
LOSSES = {"d_loss": [1.2, 1.5], "g_loss": [0.55, 0.9]}
"""Bands of the mean losses over the last fifth, around balance (2 ln 2 and ln 2)."""

Thresholds = Mapping[str, Sequence[float]]
Values = Mapping[str, float]


# --- which runs to make ---------------------------------------------------------------------------


def plan(case: str, curves: int, seeds: int) -> list[Task]:
    """Return the first runs of a case: drawn curves × seeds, x³, and half-blind ones if right.

    ``curves`` and ``seeds`` are those of the solution; variants and mutants get fewer.
    """
    on_cubic, blinded = 10 * seeds, 2  # x³ is in every grading, and needs many runs
    if case != "solution":
        curves, seeds, on_cubic = 10, 5, 10
    if case.startswith("mutants/"):
        curves, blinded = 4, 0
    tasks = _tasks(case, on_cubic, curves, seeds)
    return tasks + [Task(case, *drawn, True) for drawn in _drawn(case, curves, blinded)]


MORE = {"on_cubic": 100, "curves": 20, "seeds": 10}
"""The runs of a case that needs more of them, with those that it has: 300."""
OFTEN = 0.3
"""A right case needs more runs where it may, by its bound, fail more often than that in a run. (Up
to there, six attempts fail together less often than the aim.)"""


def plan_more(records: Iterable[Mapping[str, Any]]) -> list[Task]:
    """Return runs for the cases of which the first runs say too little.

    Right cases get more where they may fail ``OFTEN``, on x³ or on drawn curves. Mutants get more
    if they come close: a run on x³ and one on drawn curves, since a grading asks for both, used up
    less than ``MARGIN`` times the allowance. If all runs of a mutant meet the thresholds, then
    other tests are there for it, and more runs would tell nothing.
    """
    cases = by_case(records)
    thresholds = thresholds_for(cases["solution"])
    tasks = []
    for name, runs in cases.items():
        if not (runs.cubic and runs.drawn):
            continue
        cubic = used([runs.cubic], thresholds)
        drawn = used(runs.drawn.values(), thresholds)
        if name.startswith("mutants/"):
            near = max(min(cubic), min(drawn)) <= MARGIN and max(*cubic, *drawn) > 1
            on_cubic = on_drawn = near
        else:
            on_cubic, on_drawn = (
                _bound(sum(u > 1 for u in uses), len(uses)) > OFTEN for uses in (cubic, drawn)
            )
        if on_cubic:
            tasks += _tasks(name, MORE["on_cubic"], 0, 0)
        if on_drawn:
            tasks += _tasks(name, 0, MORE["curves"], MORE["seeds"])
    return tasks


def _tasks(case: str, on_cubic: int, curves: int, seeds: int) -> list[Task]:
    drawn = [Task(case, *drawn) for drawn in _drawn(case, curves, seeds)]
    return drawn + [Task(case, "cubic", seed) for seed in range(on_cubic)]


def _drawn(case: str, curves: int, seeds: int) -> list[tuple[str, int]]:
    """Return drawn curves with seeds.

    Right cases have other seeds on each curve, as in a grading: a seed that is lucky on one curve
    is likely to be so on the next, and a bound counts runs that do not depend on one another.
    """
    apart = 0 if case.startswith("mutants/") else 100
    return [(f"drawn {i}", apart * i + seed) for i in range(curves) for seed in range(seeds)]


# --- what the runs say ----------------------------------------------------------------------------


@dataclass
class Runs:
    """The measured values of one case's runs, by curve. A run that gave nothing has no values."""

    cubic: list[Values] = field(default_factory=list)
    drawn: dict[str, list[Values]] = field(default_factory=lambda: defaultdict(list))
    blinded: dict[str, list[Values]] = field(default_factory=lambda: defaultdict(list))


def by_case(records: Iterable[Mapping[str, Any]]) -> dict[str, Runs]:
    """Sort the records of the data file."""
    cases: dict[str, Runs] = defaultdict(Runs)
    for record in records:
        runs = cases[record["case"]]
        if record["one_direction"]:
            runs.blinded[record["curve"]].append(record["values"])
        elif record["curve"] == "cubic":
            runs.cubic.append(record["values"])
        else:
            runs.drawn[record["curve"]].append(record["values"])
    return cases


def use(values: Values, thresholds: Thresholds) -> float:
    """Return the share of its allowance that the worst measure or loss of a run uses up.

    A run meets the thresholds if this is at most 1. It is infinite for a run without values, and
    for a history that no training gives.
    """
    losses = [values.get(name, math.nan) for name in LOSSES]
    varies = all(values.get(f"{name}_varies") for name in LOSSES)
    if not varies or not np.isfinite(losses).all():
        return math.inf
    bands = [thresholds[name] for name in LOSSES]
    off = [
        abs(loss - (low + high) / 2) / ((high - low) / 2)
        for loss, (low, high) in zip(losses, bands, strict=True)
    ]
    return max(verdicts.excess(values, thresholds), *off)


def used(curves: Iterable[list[Values]], thresholds: Thresholds) -> list[float]:
    """Return what each run on these curves uses up."""
    return [use(values, thresholds) for runs in curves for values in runs]


def _bound(hits: int, runs: int) -> float:
    """Return the exact (Clopper-Pearson) upper bound, at 95 %, of a probability."""
    return float(beta.ppf(0.95, hits + 1, runs - hits)) if hits < runs else 1.0


def _short(value: float) -> float | None:
    """Round to three digits; infinity, which JSON does not have, becomes None."""
    return float(f"{value:.3g}") if math.isfinite(value) else None


# --- from runs to thresholds ----------------------------------------------------------------------


@functools.cache
def fixed_clouds(curve_name: str) -> dict[str, Any]:
    """Return clouds of points that must be rejected whatever made them, on a named curve."""
    random = np.random.default_rng(2014)
    curve, n = curve_of(curve_name), verdicts.SAMPLES
    x = random.uniform(*gankit.X_RANGE, n)
    y, real = curve(x), curve.points(2000)
    line = np.polynomial.Polynomial.fit(real[:, 0], real[:, 1], deg=1)
    return {
        "best line": np.column_stack([x, line(x)]),
        "flat line": np.column_stack([x, np.full(n, y.mean())]),
        "permuted": np.column_stack([x, random.permutation(y)]),
        "noise": np.column_stack([x, y + random.normal(0, 1.5 * real[:, 1].std(), n)]),
        "half the range": np.column_stack([np.abs(x), curve(np.abs(x))]),
    }


@functools.cache
def fixed_points(curve_name: str) -> dict[str, dict[str, float]]:
    """Return the measures of those clouds."""
    curve = curve_of(curve_name)
    clouds = fixed_clouds(curve_name)
    return {name: gankit.curve_measures(cloud, curve) for name, cloud in clouds.items()}


KEEPS_OUT = {
    "distance": ("noise", "half the range"),
    "residual": ("noise",),
    "spread": ("half the range",),
    "bend": ("best line", "flat line", "permuted"),
}
"""The wrong clouds that each measure is there for. So each threshold is as wide as it may be."""


def thresholds_for(solution: Runs) -> dict[str, list[float]]:
    """Return the thresholds, from the wrong clouds on x³ and one half of the solution's curves.

    Raises:
        ValueError: if a wrong cloud on another curve is too close to them, or there are too few
            runs.
    """
    drawn = sorted(solution.drawn)
    if len(drawn) < 4 or not solution.cubic or not solution.blinded:
        raise ValueError("Too few runs: x³, 4 drawn curves and half-blind trainings are needed.")
    chosen = {}
    for name, kinds in KEEPS_OUT.items():
        values = [fixed_points(c)[kind][name] for c in [*drawn[::2], "cubic"] for kind in kinds]
        if name in ("distance", "residual"):
            chosen[name] = [0.0, round(min(values) / MARGIN, 2)]
        else:
            low = round(1 - (1 - max(values)) / MARGIN, 2)
            chosen[name] = [low, 1.0 if name == "spread" else round(2 - low, 2)]
    if chosen["distance"][1] * 3 > verdicts.UNFAMILIAR:
        raise ValueError("Drawn curves are too close to familiar ones for this threshold.")
    for curve in [*drawn[1::2], "cubic"]:
        for kind, measures in fixed_points(curve).items():
            if verdicts.excess(measures, chosen) <= MARGIN / 1.25:
                raise ValueError(f"The wrong cloud {kind!r} is too close to right on {curve}.")
    return {**chosen, **LOSSES}


def derive(records: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return thresholds and attempts from the runs of the solution, the variants and the mutants.

    Thresholds come from the wrong clouds, on one half of the curves; how often right runs meet
    them is counted on the other half, and on the variants.

    Raises:
        ValueError: if right runs and wrong clouds cannot be told apart, or there are too few runs.
    """
    cases = by_case(records)
    solution = cases["solution"]
    thresholds = thresholds_for(solution)
    drawn = sorted(solution.drawn)
    reported = Runs(
        solution.cubic,
        {name: solution.drawn[name] for name in drawn[1::2]},
        {name: solution.blinded[name] for name in drawn[1::2]},
    )
    right = {"solution": reported}
    right |= {name: runs for name, runs in sorted(cases.items()) if name.startswith("variants/")}
    wrong = {name: runs for name, runs in sorted(cases.items()) if name.startswith("mutants/")}
    for name, runs in (right | wrong).items():
        if not (runs.cubic and runs.drawn and (runs.blinded or name in wrong)):
            raise ValueError(f"Too few runs of {name}: run `gangrade calibrate` to its end.")
    attempts = _fewest_attempts(
        right, lambda runs, attempts: _together(_failures(runs, thresholds, attempts))
    )
    directions = _fewest_attempts(
        right, lambda runs, attempts: _learned(runs, thresholds, attempts)
    )
    return {
        "thresholds": thresholds,
        "attempts": attempts,
        "steps": STEPS,
        "one_direction": {"steps": ONE_DIRECTION_STEPS, "attempts": directions},
        "right": {
            name: _totalled(
                {
                    **_failures(runs, thresholds, attempts),
                    "half-blind": _learned(runs, thresholds, directions),
                }
            )
            for name, runs in right.items()
        },
        "wrong": {name: passing(runs, thresholds, attempts) for name, runs in wrong.items()},
    }


def _failures(runs: Runs, thresholds: Thresholds, attempts: int) -> dict[str, dict[str, Any]]:
    """Return how often a right case fails on x³ and on drawn curves."""
    return {
        "x³": failing([runs.cubic], thresholds, attempts),
        "drawn": failing([*runs.drawn.values()], thresholds, attempts),
    }


def failing(curves: list[list[Values]], thresholds: Thresholds, attempts: int) -> dict[str, Any]:
    """Return how often a case fails on such a curve: counted, expected in a grading, and bounded.

    A curve stays fixed within a grading, so what is expected is averaged over the curves. The bound
    pools their runs: it holds if they are alike. ``trainings`` is how many a grading needs.
    """
    counts = [(sum(u > 1 for u in used([runs], thresholds)), len(runs)) for runs in curves]
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
    """Return how many trainings a grading takes, if these shares of them fail on the curves."""
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

    For the solution, of which there are many runs, the bound must hold; for the variants what is
    expected.
    """
    worst = ""
    for attempts in range(1, MOST_ATTEMPTS + 1):
        worst = ""
        for name, runs in right.items():
            found = figures(runs, attempts)
            if found["at most" if name == "solution" else "a grading"] > AIM:
                worst = f"{name}: {found}"
                break
        if not worst:
            return attempts
    raise ValueError(
        f"Even {MOST_ATTEMPTS} attempts fail a right case more often than {AIM}. "
        f"In the way: {worst}"
    )


def _learned(runs: Runs, thresholds: Thresholds, attempts: int) -> dict[str, Any]:
    """Return how often a half-blind training of a right case meets the thresholds for points."""
    blinded = [values for on_curve in runs.blinded.values() for values in on_curve]
    excesses = [verdicts.excess(values, thresholds) for values in blinded]
    failed = sum(excess <= 1 for excess in excesses)
    share = failed / len(excesses)
    return {
        "failed": failed,
        "runs": len(excesses),
        "lowest excess": _short(min(excesses)),
        "a grading": _short(share**attempts),
        "at most": _short(_bound(failed, len(excesses)) ** attempts),
        "trainings": _short(_trainings([share], attempts)),
    }


def passing(runs: Runs, thresholds: Thresholds, attempts: int) -> dict[str, Any]:
    """Return how often a mutant meets the thresholds, counted, expected in a grading and bounded.

    A grading asks for a success on x³ and for one on a drawn curve. Some mutants have both: those
    that the other tests of the question are there for. ``trainings`` counts those of these two
    tests: after x³ was not learned, one on the drawn curve.
    """
    found: dict[str, Any] = {}
    expected, bound, trainings = 1.0, 1.0, 0.0
    for place, curves in (("x³", [runs.cubic]), ("drawn", [*runs.drawn.values()])):
        by_curve = [used([on_curve], thresholds) for on_curve in curves]
        shares = np.array([np.mean([u > 1 for u in uses]) for uses in by_curve])
        uses = sorted(u for on_curve in by_curve for u in on_curve)
        passed = sum(u <= 1 for u in uses)
        one_run = _bound(passed, len(uses))
        found[place] = {
            "passed": passed,
            "runs": len(uses),
            "a run, at most": _short(one_run),
            "closest": _short(uses[0]),
        }
        # What came before decides whether there is more than one attempt here.
        trainings += expected * _trainings(shares, attempts) + 1 - expected
        expected *= float(np.mean(1 - shares**attempts))
        bound *= 1 - (1 - one_run) ** attempts
    return {
        **found,
        "a grading": _short(expected),
        "at most": _short(bound),
        "trainings": _short(trainings),
    }


def write(path: Path, data: Path, derived: Mapping[str, Any]) -> None:
    """Write the calibration file beside the data that it came from."""
    content = {
        **derived,
        "data": data.name,
        "sha256": hashlib.sha256(data.read_bytes()).hexdigest(),
        "versions": package_versions(),
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
    }
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    temporary.replace(path)


def table(derived: Mapping[str, Any]) -> Table:
    """Return what was derived as a table for the terminal."""
    shown = Table("case", "x³", "drawn", "half-blind", "a grading", "at most", "trainings")
    for kind, hits in (("right", "failed"), ("wrong", "passed")):
        for name, figures in derived[kind].items():
            places = [figures[place] for place in ("x³", "drawn", "half-blind") if place in figures]
            counts = [f"{place[hits]}/{place['runs']}" for place in places]
            totals = [f"{figures[key]:.2g}" for key in ("a grading", "at most", "trainings")]
            shown.add_row(name, *counts, *[""] * (3 - len(counts)), *totals)
        shown.add_section()
    shown.caption = (
        f"{derived['attempts']} attempts, {derived['one_direction']['attempts']} half-blind. "
        "Right cases: failed; wrong ones: met the thresholds."
    )
    return shown
