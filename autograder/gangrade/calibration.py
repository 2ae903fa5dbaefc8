"""Find the thresholds and the number of attempts for a question with random training.

Runs are expensive, so each is appended to a data file as soon as it is measured, and goes on
counting. What is derived from them is a second, small file that grading reads. `docs/fairness.md`
explains the method.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import importlib.metadata
import json
import os
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gankit
import numpy as np
from gankit import probes
from gankit.curves import Curve
from numpy.typing import NDArray
from scipy.stats import beta

from gangrade import verdicts
from gangrade.candidate import Candidate, RemoteFunction, WarmParent
from gangrade.submission import Cell

STEPS = 3000
"""Training steps of a graded run."""
ONE_DIRECTION_STEPS = 3000
MOST_ATTEMPTS = 8
AIM = 1e-3
"""A right solution may be failed in this share of gradings."""
LOSSES = {"d_loss": [1.2, 1.5], "g_loss": [0.55, 0.9]}
"""Bands of the mean losses over the last fifth, around balance (2 ln 2 and ln 2)."""
FUNCTION = "train_gan"
RUN_SECONDS = 300


@dataclass(frozen=True)
class Task:
    """One training run to do: of which case, on which curve, with which seed."""

    case: str
    curve: str
    seed: int
    one_direction: bool = False

    @property
    def key(self) -> str:
        """A name by which the run is recognised in the data file."""
        return (
            f"{self.case}|{self.curve}|{self.seed}|{'one direction' if self.one_direction else ''}"
        )


def curve_of(name: str) -> Curve:
    """Return x³ for "cubic" and the i-th drawn curve for "drawn i"."""
    if name == "cubic":
        return gankit.cubic
    random = np.random.default_rng([2014, int(name.split()[1])])
    while True:
        curve = gankit.random_cubic(random)
        if verdicts.is_unfamiliar(curve):
            return curve


def plan(case: str, curves: int, seeds: int) -> list[Task]:
    """Return the runs for a right solution: x³ and drawn curves × seeds, and one direction."""
    names = [f"drawn {i}" for i in range(curves)]
    tasks = [Task(case, name, seed) for name in names for seed in range(seeds)]
    # x³ is in every grading: it gets as many runs as ten drawn curves.
    tasks += [Task(case, "cubic", seed) for seed in range(10 * seeds)]
    tasks += [Task(case, name, seed, True) for name in names for seed in range(2)]
    return sorted(tasks, key=lambda t: (t.seed, t.curve))


def read_runs(path: Path) -> dict[str, dict[str, Any]]:
    """Return the runs made so far, by key."""
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return {record["key"]: record for record in map(json.loads, lines)}


def make_runs(
    cells: Iterable[Cell],
    tasks: Iterable[Task],
    path: Path,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    jobs: int | None = None,
) -> None:
    """Make those runs that the data file at ``path`` lacks; append each when it is measured."""
    done = read_runs(path)
    missing = [task for task in tasks if task.key not in done]
    cells = tuple(cells)
    lock = threading.Lock()
    versions = package_versions()
    path.parent.mkdir(parents=True, exist_ok=True)
    with WarmParent() as warm, ThreadPoolExecutor(jobs or os.cpu_count()) as pool:
        futures = [pool.submit(_run, task, cells, warm) for task in missing]
        for number, future in enumerate(as_completed(futures), start=1):
            record = {**future.result(), "versions": versions}
            with lock, path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(record, sort_keys=True) + "\n")
            progress(number, len(missing))


def _run(task: Task, cells: Iterable[Cell], warm: WarmParent) -> dict[str, Any]:
    candidate = warm.fork()
    try:
        for cell in cells:
            candidate.ask("cell", RUN_SECONDS, number=cell.number, source=cell.source)
        before = candidate.cpu_seconds()
        run = _train(candidate, task)
        seconds = candidate.cpu_seconds() - before
    finally:
        candidate.close()

    def run_network(network: Any, inputs: Any) -> NDArray[np.float32]:
        child = warm.fork()
        try:
            return np.asarray(child.ask("network", 60, network=network, inputs=inputs))
        finally:
            child.close()

    with verdicts.grading(verdicts.Grading(run_network=run_network)):
        values = verdicts.measure(run, curve_of(task.curve), task.key).values
    return {
        "key": task.key,
        "case": task.case,
        "curve": task.curve,
        "seed": task.seed,
        "one_direction": task.one_direction,
        "steps": ONE_DIRECTION_STEPS if task.one_direction else STEPS,
        "seconds": round(seconds, 2),
        "values": {name: float(f"{value:.6g}") for name, value in values.items()},
    }


def _train(candidate: Candidate, task: Task) -> dict[str, Any]:
    def ask(do: str, **request: Any) -> Any:
        return candidate.ask(do, RUN_SECONDS, **request)

    curve, direction, steps = curve_of(task.curve), None, STEPS
    seed = int(np.random.SeedSequence([task.seed, len(task.curve)]).generate_state(1)[0] % 2**31)
    if task.one_direction:
        direction = verdicts.oblique_direction(curve, np.random.default_rng([seed, 1]))
        steps = ONE_DIRECTION_STEPS
    report = probes.trained(RemoteFunction(FUNCTION, ask), curve, steps, seed, direction)
    return dict(report)


def package_versions() -> dict[str, str]:
    """Return the versions of the packages that training depends on."""
    names = ("keras", "numpy", "scipy")
    found = {name: importlib.metadata.version(name) for name in names}
    for name in ("tensorflow-cpu", "tensorflow"):
        try:
            return {**found, "tensorflow": importlib.metadata.version(name)}
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


# --- from runs to thresholds ----------------------------------------------------------------------


@functools.cache
def fixed_points(curve_name: str) -> dict[str, dict[str, float]]:
    """Return the measures of clouds that must be rejected whatever made them, on a named curve."""
    random = np.random.default_rng(2014)
    curve, n = curve_of(curve_name), verdicts.SAMPLES
    x = random.uniform(*gankit.X_RANGE, n)
    y, real = curve(x), curve.points(2000)
    line = np.polynomial.Polynomial.fit(real[:, 0], real[:, 1], deg=1)
    clouds = {
        "best line": np.column_stack([x, line(x)]),
        "flat line": np.column_stack([x, np.full(n, y.mean())]),
        "permuted": np.column_stack([x, random.permutation(y)]),
        "noise": np.column_stack([x, y + random.normal(0, 1.5 * real[:, 1].std(), n)]),
        "half the range": np.column_stack([np.abs(x), curve(np.abs(x))]),
    }
    return {name: gankit.curve_measures(cloud, curve) for name, cloud in clouds.items()}


MARGIN = 2
"""A wrong cloud of points is this many times further from right than a threshold allows."""
KEEPS_OUT = {
    "distance": ("noise", "half the range"),
    "residual": ("noise",),
    "spread": ("half the range",),
    "bend": ("best line", "flat line", "permuted"),
}
"""The wrong clouds that each measure is there for. So each threshold is as wide as it may be."""


def derive(records: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return thresholds and attempts from the runs of right solutions.

    Thresholds come from the wrong clouds, on one half of the curves; how often right runs meet
    them is counted on the other half.

    Raises:
        ValueError: if right runs and wrong clouds cannot be told apart, or there are too few runs.
    """
    records = list(records)
    right: dict[str, list[dict[str, float]]] = defaultdict(list)
    blinded: dict[str, list[dict[str, float]]] = defaultdict(list)
    for record in records:
        (blinded if record["one_direction"] else right)[record["curve"]].append(record["values"])
    drawn = sorted(name for name in right if name != "cubic")
    if len(drawn) < 4 or "cubic" not in right:
        raise ValueError("Too few runs: x³ and at least 4 drawn curves are needed.")
    chosen = _thresholds([fixed_points(name) for name in [*drawn[::2], "cubic"]])
    if chosen["distance"][1] * 3 > verdicts.UNFAMILIAR:
        raise ValueError("Drawn curves are too close to familiar ones for this threshold.")
    for name in [*drawn[1::2], "cubic"]:
        for kind, values in fixed_points(name).items():
            if verdicts.excess(values, chosen) <= MARGIN / 1.25:
                raise ValueError(f"The wrong cloud {kind!r} is too close to right on {name}.")
    thresholds = {**chosen, **LOSSES}
    attempts, figures = _attempts([right[name] for name in drawn[1::2]], right["cubic"], thresholds)
    one_direction, more = _one_direction(blinded, drawn, chosen)
    return {
        "thresholds": thresholds,
        "attempts": attempts,
        "steps": STEPS,
        "one_direction": one_direction,
        "figures": {
            "runs": sum(map(len, right.values())),
            "drawn curves": len(drawn),
            **figures,
            **more,
        },
    }


def _thresholds(points: list[dict[str, dict[str, float]]]) -> dict[str, list[float]]:
    """Put each threshold between right and the nearest wrong cloud that it is there for."""
    thresholds = {}
    for name, kinds in KEEPS_OUT.items():
        values = [on_curve[kind][name] for on_curve in points for kind in kinds]
        if name in ("distance", "residual"):
            thresholds[name] = [0.0, round(min(values) / MARGIN, 2)]
        else:
            low = round(1 - (1 - max(values)) / MARGIN, 2)
            thresholds[name] = [low, 1.0 if name == "spread" else round(2 - low, 2)]
    return thresholds


def _bound(failures: int, runs: int) -> float:
    """Return the exact (Clopper-Pearson) upper bound, at 95 %, of a failure's probability."""
    return float(beta.ppf(0.95, failures + 1, runs - failures)) if failures < runs else 1.0


def _one_direction(
    blinded: dict[str, list[dict[str, float]]],
    drawn: list[str],
    thresholds: dict[str, list[float]],
) -> tuple[dict[str, Any], dict[str, float]]:
    """Decide from what excess on a half-blind training counts as unlearned, and in how many tries.

    The excess lies midway, as a ratio, between learned (1) and the lowest on half of the curves.
    """
    if not blinded:
        raise ValueError("Too few runs: none with one direction only.")
    of = {name: [verdicts.excess(v, thresholds) for v in blinded[name]] for name in drawn}
    lowest = min(e for name in drawn[::2] for e in of[name])
    if lowest <= 1:
        raise ValueError("A half-blind training of the right solution has learned its curve.")
    limit = float(f"{np.sqrt(lowest):.3g}")
    reported = [e for name in drawn[1::2] for e in of[name]]
    bound = _bound(sum(e < limit for e in reported), len(reported))
    attempts = next((k for k in range(1, MOST_ATTEMPTS + 1) if bound**k <= AIM), None)
    if attempts is None:
        raise ValueError(f"Half-blind trainings stay unlearned too rarely (bound {bound:.2g}).")
    return {"excess": limit, "steps": ONE_DIRECTION_STEPS, "attempts": attempts}, {
        "one direction: runs": sum(map(len, of.values())),
        "one direction: lowest excess": float(f"{min(map(min, of.values())):.3g}"),
        "one direction: a right solution is failed, at most": float(f"{bound**attempts:.2g}"),
    }


def _attempts(
    drawn: list[list[dict[str, float]]],
    cubic: list[dict[str, float]],
    thresholds: dict[str, list[float]],
) -> tuple[int, dict[str, float]]:
    """Return the fewest attempts that meet the aim, and the failures expected with them.

    A curve stays fixed within a grading, so failures are averaged over the drawn curves.
    """

    def count(runs: list[dict[str, float]]) -> tuple[int, int]:
        return sum(bool(verdicts.shortfalls(values, thresholds)) for values in runs), len(runs)

    counts = [count(runs) for runs in drawn]
    bad, all_runs = (sum(column) for column in zip(*counts, strict=True))
    cubic_bad, cubic_runs = count(cubic)
    for attempts in range(1, MOST_ATTEMPTS + 1):
        on_drawn = float(np.mean([(failures / runs) ** attempts for failures, runs in counts]))
        cubic_bound = _bound(cubic_bad, cubic_runs) ** attempts
        pooled_bound = _bound(bad, all_runs) ** attempts
        if on_drawn + cubic_bound + pooled_bound <= AIM:
            return attempts, {
                "x³: failed runs": cubic_bad,
                "x³: runs": cubic_runs,
                "drawn, reported half: failed runs": bad,
                "drawn, reported half: runs": all_runs,
                "a right solution is failed on x³, at most": float(f"{cubic_bound:.2g}"),
                "a right solution is failed on a drawn curve, mean over curves": on_drawn,
                "a right solution is failed on a drawn curve, at most if curves are alike": float(
                    f"{pooled_bound:.2g}"
                ),
            }
    raise ValueError(
        f"Even {MOST_ATTEMPTS} attempts fail a right solution more often than {AIM}: {cubic_bad} "
        f"of {cubic_runs} runs fail on x³, and {counts} (failed, all) on drawn curves."
    )


def write(path: Path, data: Path, derived: dict[str, Any]) -> None:
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
