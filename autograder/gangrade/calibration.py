"""Find the thresholds and the number of attempts for a question with random training.

Runs are expensive, so each is appended to a data file as soon as it is measured, and goes on
counting. What is derived from them is a second, small file that grading reads. `docs/fairness.md`
explains the method.
"""

from __future__ import annotations

import datetime as dt
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


def fixed_points(curve: Curve, n: int = verdicts.SAMPLES) -> dict[str, dict[str, float]]:
    """Return the measures of clouds that must be rejected whatever made them."""
    random = np.random.default_rng(2014)
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


_BETTER = {"distance": "small", "residual": "small", "spread": "large", "bend": "large"}


def derive(records: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return thresholds and attempts from the runs of right solutions.

    Thresholds are chosen on one half of the curves, the failures are reported on the other half.

    Raises:
        ValueError: if right runs and fixed points cannot be told apart, or too few runs were made.
    """
    records = list(records)
    right = [r for r in records if not r["one_direction"]]
    by_curve: dict[str, list[dict[str, float]]] = defaultdict(list)
    for record in right:
        by_curve[record["curve"]].append(record["values"])
    drawn = sorted(name for name in by_curve if name != "cubic")
    if len(drawn) < 4:
        raise ValueError("Too few runs: at least 4 drawn curves are needed.")
    cubic = by_curve["cubic"]
    choosing = [v for name in drawn[::2] for v in by_curve[name]] + cubic[::2]
    reporting = {name: by_curve[name] for name in drawn[1::2]}
    points = {
        f"{kind} on {name}": values
        for name in [*drawn[::2], "cubic"]
        for kind, values in fixed_points(curve_of(name)).items()
    }
    thresholds = {**_thresholds(choosing, points), **LOSSES}
    passing = [
        name
        for name, values in points.items()
        if not verdicts.shortfalls({**values, **_balanced}, thresholds)
    ]
    if passing:
        raise ValueError(f"These wrong clouds of points would pass: {', '.join(passing)}.")
    if thresholds["distance"][1] * 3 > verdicts.UNFAMILIAR:
        raise ValueError("Drawn curves are too close to familiar ones for this threshold.")
    attempts, failing = _attempts(reporting, cubic[1::2], thresholds)
    one = [r["values"]["distance"] for r in records if r["one_direction"]]
    return {
        "thresholds": thresholds,
        "attempts": attempts,
        "steps": STEPS,
        "one_direction_steps": ONE_DIRECTION_STEPS,
        "one_direction_distance": _between(thresholds["distance"][1], min(one)),
        "figures": {
            **failing,
            "one direction: smallest distance": min(one),
            "one direction: runs": len(one),
            "runs": len(right),
            "drawn curves": len(drawn),
        },
    }


_balanced = {
    "d_loss": 1.386, "g_loss": 0.693, "d_loss_values": 25, "g_loss_values": 25,
    "d_loss_varies": 1.0, "g_loss_varies": 1.0,
}  # fmt: skip


def _between(first: float, second: float) -> float:
    """Return the geometric mean: as many times larger than the one as smaller than the other."""
    return float(f"{np.sqrt(first * second):.3g}")


def _thresholds(
    right: list[dict[str, float]], wrong: dict[str, dict[str, float]]
) -> dict[str, list[float]]:
    """Put each threshold halfway between right runs and the wrong points it has to keep out.

    Each wrong point is kept out by the one measure that tells it best from right runs, so that
    every other threshold may be as wide as fairness wants.
    """
    middle, edge = {}, {}
    for name, better in _BETTER.items():
        values = np.array([v[name] for v in right])
        middle[name] = float(np.median(values))
        edge[name] = float(np.quantile(values, 0.95 if better == "small" else 0.05))
    nearest: dict[str, list[float]] = defaultdict(list)
    for point in wrong.values():
        clearness = {}
        for name, better in _BETTER.items():
            away = point[name] - edge[name] if better == "small" else edge[name] - point[name]
            clearness[name] = away / max(abs(edge[name] - middle[name]), 0.05)
        best = max(clearness, key=clearness.__getitem__)
        nearest[best].append(point[best])
    thresholds = {}
    for name, better in _BETTER.items():
        found = nearest[name]
        if better == "small":
            # Without a wrong point to keep out, a measure only rejects what is far from right.
            limit = _between(edge[name], min(found)) if found else 3 * edge[name]
            thresholds[name] = [0.0, float(f"{limit:.2g}")]
        else:
            limit = (edge[name] + max(found)) / 2 if found else edge[name] / 2
            low = float(f"{limit:.2g}")
            thresholds[name] = [low, 1.0 if name == "spread" else 2 - low]
    return thresholds


def _attempts(
    reporting: dict[str, list[dict[str, float]]],
    cubic: list[dict[str, float]],
    thresholds: dict[str, list[float]],
) -> tuple[int, dict[str, float]]:
    """Return the fewest attempts that meet the aim, and the failures expected with them."""

    def successes(runs: list[dict[str, float]]) -> int:
        return sum(not verdicts.shortfalls(values, thresholds) for values in runs)

    counts = [(successes(runs), len(runs)) for runs in reporting.values()]
    cubic_count = (successes(cubic), len(cubic))

    def failed(count: tuple[int, int], attempts: int) -> float:
        return float((1 - count[0] / count[1]) ** attempts)

    for attempts in range(1, MOST_ATTEMPTS + 1):
        on_drawn = float(np.mean([failed(count, attempts) for count in counts]))
        on_cubic = failed(cubic_count, attempts)
        # The exact (Clopper-Pearson) upper bound, at 95 %, of one run's failure on x³.
        bad, n = cubic_count[1] - cubic_count[0], cubic_count[1]
        bound = float(beta.ppf(0.95, bad + 1, n - bad)) if bad < n else 1.0
        if on_drawn + on_cubic <= AIM and bound**attempts <= AIM:
            return attempts, {
                "x³: successes in one run": cubic_count[0] / n,
                "x³: upper bound of failing a right solution": float(f"{bound**attempts:.2g}"),
                "drawn: successes in one run": sum(c for c, _ in counts)
                / sum(n for _, n in counts),
                "drawn: worst curve": min(c / n for c, n in counts),
                "a right solution is failed": float(f"{on_drawn + on_cubic:.2g}"),
            }
    raise ValueError(
        f"Even {MOST_ATTEMPTS} attempts fail a right solution more often than {AIM}: "
        f"successes in one run are {cubic_count[0]} of {cubic_count[1]} on x³ and "
        f"{', '.join(f'{c}/{n}' for c, n in counts)} on drawn curves."
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
