"""Draw the results and write them into docs/performance.md: python tests/benchmarks/plots.py.

Every figure on that page comes from results.json. What lies between ``<!-- NAME -->`` and
``<!-- /NAME -->`` is replaced; what was not measured yet says so.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Sequence
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
from bench import ROOT, load, say
from matplotlib.axes import Axes

PAGE = ROOT / "docs" / "performance.md"
OURS, OTHER, GREY = "#0072B2", "#D55E00", "#777777"

THROUGHPUT = {
    "warm": "`gangrade grade`",
    "cold": "`gangrade grade --cold`",
    "otter": "`otter run`, two at a time",
    "nbgrader_each": "`nbgrader autograde`, one call for each student, two at a time",
    "nbgrader_halves": "`nbgrader autograde`, two calls at once, each for half of the class",
    "nbgrader_one": "`nbgrader autograde`, one call for all",
}
TRAINING = {
    "tutorial": "tutorial loop: `train_on_batch` three times and `predict`",
    "fit": "`Model.fit` with the solution's `train_step`",
    "torch": "PyTorch, eager",
    "fit_steps": "`Model.fit` as the solution uses it: `steps_per_execution=120`",
    "range_loop": "`tf.function` around a `tf.range` loop",
}
Results = dict[str, Any]


def _table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(value) for value in line) + " |" for line in lines)


def _text(text: str) -> str:
    return textwrap.fill(text, 118, break_on_hyphens=False)


def _nbgrader(results: Results) -> str:
    """Return the way to call nbgrader that was fastest."""
    ways = [str(way) for way in results["throughput"] if way.startswith("nbgrader")]
    return max(ways, key=lambda way: float(results["throughput"][way]["per_hour"]))


# --- what stands on the page ---------------------------------------------------------------------


def machine(results: Results) -> str:
    """Say where and when it was measured."""
    about, versions = results["machine"], results["versions"]
    sections = ("throughput", "scaling", "training", "overhead", "memory")
    entries = [entry for name in sections for entry in results.get(name, {}).values()]
    dates = sorted({entry["date"] for entry in entries})
    loads = [entry["load_before"] for entry in entries]
    named = ", ".join(f"{name} {version}" for name, version in versions.items())
    return _text(
        f"{about['cores']} cores ({about['cpu']}), {about['memory_gb']} GB of memory; Python "
        f"{about['python']}, {named}; {' and '.join(dict.fromkeys((dates[0], dates[-1])))}. "
        f"The machine's load average before each script was {min(loads)} to {max(loads)}."
    )


def throughput(results: Results) -> str:
    """Tell how many submissions an hour."""
    found = results["throughput"]
    rows = [
        (
            name,
            found[way]["submissions"],
            f"{found[way]['per_hour']:,}",
            f"{found[way]['cpu_seconds_each']:.1f} s",
            f"{found[way]['peak_pss_mb']:,} MB",
            f"{found[way]['marks_as_expected']} of {found[way]['submissions']}",
        )
        for way, name in THROUGHPUT.items()
        if way in found
    ]
    head = ("", "submissions", "an hour", "CPU time each", "peak memory", "marks as expected")
    ours, best = found["warm"]["per_hour"], _nbgrader(results)
    labels = {"warm": "gangrade, warm", "cold": "gangrade, cold", "otter": "otter run"}
    labels[best] = "nbgrader autograde"
    ways = sorted(labels, key=lambda way: float(found[way]["per_hour"]))
    fig, axes = plt.subplots(figsize=(7, 2.4), layout="constrained")
    values = [found[way]["per_hour"] for way in ways]
    colours = [OURS if way in ("warm", "cold") else OTHER for way in ways]
    bars = axes.barh([labels[way] for way in ways], values, color=colours, height=0.6)
    axes.bar_label(bars, [f"{value:,}" for value in values], padding=4)
    axes.set(xlabel="submissions an hour on two cores", xlim=(0, 1.15 * max(values)))
    _save(fig, "throughput")
    alt = "Submissions an hour: " + ", ".join(f"{labels[w]} {found[w]['per_hour']}" for w in ways)
    said = _text(
        f"Warm, this grader is {ours / found['otter']['per_hour']:.1f} times as fast as `otter "
        f"run` and {ours / found[best]['per_hour']:.1f} times as fast as the fastest way to call "
        "nbgrader."
    )
    return f"![{alt}](performance-throughput.png)\n\n{_table(head, rows)}\n\n{said}"


def scaling(results: Results) -> str:
    """Tell what a submission costs in classes of different sizes."""
    found = sorted(results["scaling"].values(), key=lambda entry: int(entry["submissions"]))
    head = ("submissions", "wall time", "each", "CPU time each", "coordinator", "all processes")
    rows = [
        (
            f"{entry['submissions']:,}",
            _duration(entry["seconds"]),
            f"{entry['seconds_each']:.2f} s",
            f"{entry['cpu_seconds_each']:.2f} s",
            f"{entry['coordinator_peak_mb']:,} MB",
            f"{entry['peak_pss_mb']:,} MB",
        )
        for entry in found
    ]
    fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3), layout="constrained")
    counts = [entry["submissions"] for entry in found]
    left.semilogx(counts, [entry["seconds_each"] for entry in found], "o-", color=OURS)
    left.set_xticks(counts, [f"{count:,}" for count in counts], fontsize=8)
    left.minorticks_off()
    longest = max(entry["seconds_each"] for entry in found)
    left.set(xlabel="submissions", ylabel="wall seconds each", ylim=(0, 1.1 * longest))
    series = found[-1]["series"]
    memory = [point["coordinator_mb"] for point in series]
    right.plot([point["graded"] for point in series], memory, color=OURS)
    right.set(
        xlabel="submissions graded so far", ylabel="coordinator, MB", ylim=(0, 1.1 * max(memory))
    )
    _save(fig, "scaling")
    alt = (
        f"Left: wall time for each submission, {found[0]['seconds_each']:.2f} s with {counts[0]} "
        f"submissions and {found[-1]['seconds_each']:.2f} s with {counts[-1]}. Right: the memory "
        f"of the coordinator while it grades {counts[-1]}, from {min(memory):.0f} to "
        f"{max(memory):.0f} MB"
    )
    bad = sum(entry["submissions"] - entry["marks_as_expected"] for entry in found)
    return (
        f"![{alt}](performance-scaling.png)\n\n{_table(head, rows)}\n\n"
        f"Marks that were not as expected: {bad or 'none'}."
    )


def cluster(results: Results) -> str:
    """Tell what a second worker brings."""
    one, two = (results["cluster"][workers] for workers in ("1", "2"))
    rows = []
    for entry in (one, two):
        rounds = ", ".join(f"{each:.0f}" for each in entry["seconds_of_rounds"])
        first_to_last = f"{entry['seconds_first_to_last']:.0f} s"
        cells = (f"{entry['seconds']:.0f} s", rounds, f"{entry['per_hour']:,}", first_to_last)
        rows.append((entry["workers"], *cells))
    said = _text(
        f"{one['submissions']} submissions: two workers are "
        f"{one['seconds'] / two['seconds']:.2f} times as fast as one with the start of all "
        f"programs, {one['seconds_first_to_last'] / two['seconds_first_to_last']:.2f} times from "
        "the first result to the last."
    )
    heads = (
        "workers",
        "wall time, median",
        "rounds",
        "submissions an hour",
        "first to last result",
    )
    return f"{_table(heads, rows)}\n\n{said}"


def training(results: Results) -> str:
    """Tell how long a training step takes."""
    found = {way: results["training"][way] for way in TRAINING if way in results["training"]}
    rows, drawn = [], {}
    for way, name in TRAINING.items():
        entry = found.get(way, {"missing": "not measured"})
        if "missing" in entry:
            rows.append((name, entry["missing"], "", ""))
            continue
        span = f"{entry['ms_lowest']:.3g} to {entry['ms_highest']:.3g}"
        rows.append((name, f"{entry['ms_median']:.3g}", span, entry["repetitions"]))
        drawn[name.replace("`", "")] = entry
    names = list(drawn)[::-1]
    middle = [drawn[name]["ms_median"] for name in names]
    below = [drawn[name]["ms_median"] - drawn[name]["ms_lowest"] for name in names]
    above = [drawn[name]["ms_highest"] - drawn[name]["ms_median"] for name in names]
    fig, axes = plt.subplots(figsize=(9, 2.6), layout="constrained")
    colours = [OTHER if name.startswith("PyTorch") else OURS for name in names]
    axes.barh(names, middle, color=colours, height=0.6, log=True)
    axes.errorbar(middle, names, xerr=(below, above), fmt="none", color="black", capsize=3)
    for name, value, over in zip(names, middle, above, strict=True):
        axes.annotate(f"{value:.3g}", ((value + over) * 1.15, names.index(name)), va="center")
    axes.set(xlabel="ms per step (log scale)", xlim=(None, 3 * max(middle)))
    _save(fig, "training")
    alt = "Milliseconds per training step: " + ", ".join(
        f"{name} {drawn[name]['ms_median']:.3g}" for name in drawn
    )
    head = ("", "ms per step, median", "range", "repetitions")
    return f"![{alt}](performance-training.png)\n\n{_table(head, rows)}"


def overhead(results: Results) -> str:
    """Tell what grading adds to training."""
    found = results["overhead"]["time"]
    rows = [
        (
            name,
            _mean(found[f"training_{clock}_seconds"]),
            _mean(found[f"grading_{clock}_seconds"]),
            f"{found[f'overhead_{clock}_percent']:+.0f} %",
        )
        for clock, name in (("cpu", "CPU time"), ("wall", "wall time"))
    ]
    inside = dict(found["candidates_cpu_seconds"])
    own, total = inside.pop("cubic_gan"), found["grading_cpu_seconds"]
    alone = found["training_cpu_seconds"]
    rest = sum(total) / len(total) - own - sum(inside.values())
    head = ("of one submission", "training alone", "grading", "grading adds")
    said = _text(
        f"The means of {found['submissions']} submissions, measured "
        f"{_times(found['rounds'])}. The grader asked each for {found['trainings_each']:g} "
        f"trainings with {found['steps_each']:,} steps in all. Of grading's CPU time, "
        f"candidates took {own:.1f} s for `cubic_gan` and {sum(inside.values()):.1f} s for the "
        f"student's code of all other questions; the grader's own work took the other {rest:.1f} "
        f"s, {100 * rest / (sum(alone) / len(alone)):.0f} % of the training."
    )
    return f"{_table(head, rows)}\n\n{said}"


def memory(results: Results) -> str:
    """Tell what each candidate holds."""
    found = sorted(results["memory"].values(), key=lambda entry: int(entry["candidates"]))
    rows = [
        (e["candidates"], f"{', '.join(map(str, sorted(e['peak_uss_mb_each'])))} MB") for e in found
    ]
    return _table(("candidates at once", "largest private memory of each"), rows)


def _mean(values: list[float]) -> str:
    return f"{sum(values) / len(values):.1f} s"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _duration(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


# --- writing -------------------------------------------------------------------------------------


def _save(figure: Any, name: str) -> None:
    for axes in figure.axes:
        _light(axes)
    path = PAGE.with_name(f"performance-{name}.png")
    figure.savefig(path, dpi=120, metadata={"Software": None})
    plt.close(figure)
    say(f"Written: {path.relative_to(ROOT)}")


def _light(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(GREY)
    axes.tick_params(length=0)


PARTS: tuple[Callable[[Results], str], ...] = (
    machine,
    throughput,
    scaling,
    cluster,
    training,
    overhead,
    memory,
)


def main() -> None:
    """Fill the page."""
    mpl.use("Agg")
    plt.rcParams.update({"font.size": 10, "axes.axisbelow": True})
    results, page = load(), PAGE.read_text(encoding="utf-8")
    for part in PARTS:
        name = part.__name__
        try:
            text = part(results)
        except KeyError as error:
            say(f"{name}: not all is measured yet ({error})")
            text = "*Not measured yet.*"
        start, end = f"<!-- {name} -->\n", f"\n<!-- /{name} -->"
        assert start in page and end in page, f"{PAGE.name} has no place for {name}"
        pattern = re.escape(start) + ".*?" + re.escape(end)
        filled = f"{start}{text}{end}"
        page = re.sub(pattern, lambda _, filled=filled: filled, page, flags=re.DOTALL)  # type: ignore[misc]
    PAGE.write_text(page, encoding="utf-8")
    say(f"Written: {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
