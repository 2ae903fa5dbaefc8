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
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gankit
import numpy as np
from gankit import probes
from gankit.curves import Curve
from numpy.typing import NDArray
from scipy.stats import beta

from gangrade import verdicts
from gangrade.candidate import Candidate, Problem, RemoteFunction, WarmParent
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
    """Return the runs for a case: drawn curves × seeds, x³, and for right ones half-blind runs.

    ``curves`` and ``seeds`` are those of the solution; variants and mutants get fewer.
    """
    on_cubic, blinded = 10 * seeds, 2  # x³ is in every grading, and needs many runs
    if case != "solution":
        curves, seeds, on_cubic, blinded = 10, 5, 10, 1
    if case.startswith("mutants/"):
        curves, blinded = 4, 0
    names = [f"drawn {i}" for i in range(curves)]
    tasks = [Task(case, name, seed) for name in names for seed in range(seeds)]
    tasks += [Task(case, "cubic", seed) for seed in range(on_cubic)]
    return tasks + [Task(case, name, seed, True) for name in names for seed in range(blinded)]


def read_runs(path: Path) -> dict[str, dict[str, Any]]:
    """Return the runs made so far, by key."""
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return {record["key"]: record for record in map(json.loads, lines)}


def make_runs(
    cells: Mapping[str, Sequence[Cell]],
    tasks: Iterable[Task],
    path: Path,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    jobs: int | None = None,
) -> list[str]:
    """Make those runs that the data file at ``path`` lacks; append each when it is measured.

    ``cells`` are the notebooks' cells by case. Returns a sentence for each run that failed.
    """
    done = read_runs(path)
    missing = [task for task in tasks if task.key not in done]
    failed: list[str] = []
    versions = package_versions()
    path.parent.mkdir(parents=True, exist_ok=True)
    with WarmParent() as warm, ThreadPoolExecutor(jobs or os.cpu_count()) as pool:
        futures = [pool.submit(_run, task, cells[task.case], warm) for task in missing]
        for number, future in enumerate(as_completed(futures), start=1):
            progress(number, len(missing))
            try:
                record = {**future.result(), "versions": versions}
            except (RuntimeError, AssertionError) as error:
                failed.append(str(error))
                continue
            with path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(record, sort_keys=True) + "\n")
    return failed


def _run(task: Task, cells: Iterable[Cell], warm: WarmParent) -> dict[str, Any]:
    candidate = warm.fork()
    try:
        for cell in cells:
            candidate.ask("cell", RUN_SECONDS, number=cell.number, source=cell.source)
        before = candidate.cpu_seconds()
        run = _train(candidate, task)
        seconds = candidate.cpu_seconds() - before
    except Problem as problem:
        raise RuntimeError(f"The run {task.key} failed: {problem}") from None
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


@dataclass
class Runs:
    """The measured values of one case's runs, by curve."""

    cubic: list[dict[str, float]] = field(default_factory=list)
    drawn: dict[str, list[dict[str, float]]] = field(default_factory=lambda: defaultdict(list))
    blinded: dict[str, list[dict[str, float]]] = field(default_factory=lambda: defaultdict(list))


def by_case(records: Iterable[dict[str, Any]]) -> dict[str, Runs]:
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


def derive(records: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return thresholds and attempts from the runs of the solution, the variants and the mutants.

    Thresholds come from the wrong clouds, on one half of the curves; how often right runs meet
    them is counted on the other half, and on the variants.

    Raises:
        ValueError: if right runs and wrong clouds cannot be told apart, or there are too few runs.
    """
    cases = by_case(records)
    solution = cases["solution"]
    drawn = sorted(solution.drawn)
    if len(drawn) < 4 or not solution.cubic or not solution.blinded:
        raise ValueError("Too few runs: x³, 4 drawn curves and half-blind trainings are needed.")
    chosen = _thresholds([fixed_points(name) for name in [*drawn[::2], "cubic"]])
    if chosen["distance"][1] * 3 > verdicts.UNFAMILIAR:
        raise ValueError("Drawn curves are too close to familiar ones for this threshold.")
    for name in [*drawn[1::2], "cubic"]:
        for kind, values in fixed_points(name).items():
            if verdicts.excess(values, chosen) <= MARGIN / 1.25:
                raise ValueError(f"The wrong cloud {kind!r} is too close to right on {name}.")
    thresholds = {**chosen, **LOSSES}
    reported = Runs(
        solution.cubic,
        {name: solution.drawn[name] for name in drawn[1::2]},
        {name: solution.blinded[name] for name in drawn[1::2]},
    )
    right = {"solution": reported}
    right |= {name: runs for name, runs in sorted(cases.items()) if name.startswith("variants/")}
    wrong = {name: runs for name, runs in sorted(cases.items()) if name.startswith("mutants/")}
    attempts = _attempts(right, thresholds)
    blinded = [v for name in drawn[::2] for v in solution.blinded[name]]
    one_direction = _one_direction(blinded, right, chosen)
    return {
        "thresholds": thresholds,
        "attempts": attempts,
        "steps": STEPS,
        "one_direction": one_direction,
        "right": {
            name: {
                **_failures(runs, thresholds, attempts),
                "half-blind": _learned(runs, chosen, one_direction),
            }
            for name, runs in right.items()
        },
        "wrong": {name: _passes(runs, thresholds) for name, runs in wrong.items()},
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


def _count(runs: list[dict[str, float]], thresholds: dict[str, list[float]]) -> int:
    """Return how many of the runs fail."""
    return sum(bool(verdicts.shortfalls(values, thresholds)) for values in runs)


def _failures(
    runs: Runs, thresholds: dict[str, list[float]], attempts: int
) -> dict[str, dict[str, float]]:
    """Return how often a right case is failed: counted, expected in a grading, and bounded.

    A curve stays fixed within a grading, so the expectation is averaged over the drawn curves. The
    bound on drawn curves holds if they are alike: it pools their runs.
    """
    failed = _count(runs.cubic, thresholds)
    counts = [(_count(values, thresholds), len(values)) for values in runs.drawn.values()]
    all_failed, all_runs = sum(f for f, _ in counts), sum(n for _, n in counts)
    expected = float(np.mean([(f / n) ** attempts for f, n in counts]))
    return {
        "x³": {
            "failed": failed,
            "runs": len(runs.cubic),
            "a grading": _short((failed / len(runs.cubic)) ** attempts),
            "at most": _short(_bound(failed, len(runs.cubic)) ** attempts),
        },
        "drawn": {
            "failed": all_failed,
            "runs": all_runs,
            "a grading": _short(expected),
            "at most": _short(_bound(all_failed, all_runs) ** attempts),
        },
    }


def _attempts(right: dict[str, Runs], thresholds: dict[str, list[float]]) -> int:
    """Return the fewest attempts with which no right case is failed more often than the aim.

    For the solution, of which there are many runs, the bound must hold; for the variants what is
    expected.
    """
    worst = ""
    for attempts in range(1, MOST_ATTEMPTS + 1):
        worst = ""
        for name, runs in right.items():
            figures = _failures(runs, thresholds, attempts)
            which = "at most" if name == "solution" else "a grading"
            if figures["x³"][which] + figures["drawn"][which] > AIM:
                worst = f"{name}: {figures}"
                break
        if not worst:
            return attempts
    raise ValueError(
        f"Even {MOST_ATTEMPTS} attempts fail a right case more often than {AIM}. "
        f"In the way: {worst}"
    )


def _learned(
    runs: Runs, thresholds: dict[str, list[float]], one_direction: dict[str, Any]
) -> dict[str, float]:
    """Return how often a half-blind training of a right case looks as if it had learned."""
    excesses = [verdicts.excess(v, thresholds) for vs in runs.blinded.values() for v in vs]
    failed = sum(e < one_direction["excess"] for e in excesses)
    attempts = one_direction["attempts"]
    return {
        "failed": failed,
        "runs": len(excesses),
        "lowest excess": _short(min(excesses)),
        "a grading": _short((failed / len(excesses)) ** attempts),
        "at most": _short(_bound(failed, len(excesses)) ** attempts),
    }


def _one_direction(
    chosen_on: list[dict[str, float]],
    right: dict[str, Runs],
    thresholds: dict[str, list[float]],
) -> dict[str, Any]:
    """Decide from what excess on a half-blind training counts as unlearned, and in how many tries.

    The excess lies midway, as a ratio, between learned (1) and the lowest on half of the curves.
    """
    lowest = min(verdicts.excess(values, thresholds) for values in chosen_on)
    if lowest <= 1:
        raise ValueError("A half-blind training of the right solution has learned its curve.")
    decided: dict[str, Any] = {"excess": _short(np.sqrt(lowest)), "steps": ONE_DIRECTION_STEPS}
    worst = ""
    for attempts in range(1, MOST_ATTEMPTS + 1):
        decided["attempts"] = attempts
        worst = ""
        for name, runs in right.items():
            figures = _learned(runs, thresholds, decided)
            if figures["at most" if name == "solution" else "a grading"] > AIM:
                worst = f"{name}: {figures}"
                break
        if not worst:
            return decided
    raise ValueError(f"Half-blind trainings stay unlearned too rarely. In the way: {worst}")


def _passes(runs: Runs, thresholds: dict[str, list[float]]) -> dict[str, float]:
    """Return how often a wrong case meets the thresholds, counted and bounded.

    Some mutants do: those that the other tests of the question are there for.
    """
    values = [*runs.cubic, *(v for vs in runs.drawn.values() for v in vs)]
    passed = len(values) - _count(values, thresholds)
    excesses = [verdicts.excess(v, thresholds) for v in values]
    return {
        "passed": passed,
        "runs": len(values),
        "one run passes, at most": _short(_bound(passed, len(values))),
        "lowest excess": _short(min(excesses)),
    }


def _short(value: float) -> float:
    return float(f"{value:.3g}")


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


def plot(path: Path, records: Iterable[dict[str, Any]], derived: dict[str, Any]) -> None:
    """Draw every run's excess, right ones and wrong ones, and what separates them."""
    from matplotlib.figure import Figure

    thresholds, limit = derived["thresholds"], derived["one_direction"]["excess"]
    cases = by_case(records)
    rows: list[tuple[str, str, list[dict[str, float]]]] = []
    for name in sorted(cases, key=lambda n: (n.startswith("mutants/"), n != "solution", n)):
        runs, wrong = cases[name], name.startswith("mutants/")
        label = name.rsplit("/", 1)[-1].replace("_", " ")
        ordinary = [*runs.cubic, *(v for values in runs.drawn.values() for v in values)]
        rows.append((label, "#D55E00" if wrong else "#0072B2", ordinary))
    blinded = [v for c in cases.values() for values in c.blinded.values() for v in values]
    rows.append(("half-blind trainings", "#009E73", blinded))
    clouds: dict[str, list[dict[str, float]]] = defaultdict(list)
    for name in ["cubic", *cases["solution"].drawn]:
        for kind, point in fixed_points(name).items():
            clouds[kind].append(point)
    rows += [(f"cloud: {kind}", "#999999", points) for kind, points in clouds.items()]

    figure = Figure(figsize=(9, 1 + 0.26 * len(rows)), layout="constrained")
    axes = figure.subplots()
    jitter = np.random.default_rng(0)
    for y, (_, colour, values) in enumerate(rows):
        x = np.clip([verdicts.excess(v, thresholds) for v in values], 0.03, 30)
        axes.scatter(x, y + jitter.uniform(-0.3, 0.3, len(x)), s=5, color=colour, linewidths=0)
    axes.axvline(1, color="black", linewidth=1)
    axes.axvline(limit, color="#009E73", linewidth=1, linestyle="--")
    axes.set(
        xscale="log",
        xlabel="excess: the share of its allowance that the worst measure uses up",
        title="One dot is one training. Left of the line: the curve is learned. "
        "Dashed: half-blind trainings must stay right of it.",
        ylim=(len(rows) - 0.5, -0.5),
    )
    axes.title.set_fontsize("small")
    axes.set_yticks(range(len(rows)), [label for label, _, _ in rows], fontsize="small")
    axes.spines[["top", "right"]].set_visible(False)
    temporary = path.with_suffix(".tmp")
    figure.savefig(temporary, format="png", dpi=110, metadata={"Software": None})
    temporary.replace(path)
