"""Judging a training as the grader does, with targets and seeds of one's own."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gankit import checks
from gankit.curves import Curve
from gankit.networks import describe
from gankit.probes.trainings import pair_of

LIMITS = Path(__file__).with_name("data") / "limits.json"
"""What the grader asks of the trainings of this part; each part's zip has its own."""

Limit = Sequence[float | None]
"""The lowest and the highest good value; None where there is none."""


@dataclass(frozen=True)
class Training:
    """One training, measured."""

    target: str
    seed: int
    values: Mapping[str, float]
    """Measures of the samples, and the mean of each loss over the last fifth, by name."""
    outside: tuple[str, ...]
    """Names of those that are outside of their limits."""


@dataclass(frozen=True)
class Judgement:
    """Trainings, and the limits that the grader has for them."""

    limits: Mapping[str, Limit]
    trainings: tuple[Training, ...]

    def __repr__(self) -> str:
        """Show a table for each target: values beside limits."""
        tables = []
        for target in dict.fromkeys(training.target for training in self.trainings):
            runs = [training for training in self.trainings if training.target == target]
            head = ["", "limit", *(f"seed {run.seed}" for run in runs)]
            rows = [
                [name, in_words(limit), *(_value(run, name) for run in runs)]
                for name, limit in self.limits.items()
            ]
            good = ["all good", "", *("no" if run.outside else "yes" for run in runs)]
            tables.append(f"{target}\n{_table([head, *rows, good])}")
        good_ones = sum(not training.outside for training in self.trainings)
        tables.append(
            f"{good_ones} of {len(self.trainings)} trainings are within all limits. (The grader "
            "has targets and seeds of its own. It tries several seeds, and the best training "
            "counts.)"
        )
        return "\n\n".join(tables)


def in_words(limit: Limit) -> str:
    """Return a limit as students read it.

    >>> in_words([None, 0.19]), in_words([0.75, None]), in_words([0.57, 1.43])
    ('at most 0.19', 'at least 0.75', '0.57 to 1.43')
    """
    low, high = limit
    if low is None:
        return f"at most {high:g}"
    return f"at least {low:g}" if high is None else f"{low:g} to {high:g}"


def _value(training: Training, name: str) -> str:
    number = training.values[name]
    return f"{number:.3g} ✘" if name in training.outside else f"{number:.3g}  "


def _table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    padded = [[text.ljust(w) for text, w in zip(row, widths, strict=True)] for row in rows]
    return "\n".join(f"  {'  '.join(row).rstrip()}" for row in padded)


def judge(
    train: Callable[..., Any], targets: Any, seeds: Any, steps: int | None = None
) -> Judgement | None:
    """Train on each of the targets with each of the seeds, and compare with the grader's limits.

    Args:
        train: your function of a question that trains, under the question's own name for it.
        targets: a list of what it gets before ``steps`` and ``seed``: curves, arrays of images, or
            tuples where it gets several things, such as ``(centres, sigma)`` for a ring. One target
            alone is fine too.
        seeds: a list of whole numbers, or one of them.
        steps: how many training steps; those of the grader if None.

    Returns:
        The values beside the limits, which a notebook shows as a table. None where the limits are
        not known, as in the grader: there nothing is trained.

    Raises:
        ValueError: if there are no limits for this function, or no targets or seeds.
        AssertionError: with a message, if ``train`` gives something that cannot be graded.
    """
    if not LIMITS.exists():
        print("gankit.judge does nothing here: the limits are not in this folder.")
        return None
    known = {about["function"]: about for about in json.loads(LIMITS.read_text("utf-8")).values()}
    name = getattr(train, "__name__", "")
    if name not in known:
        raise ValueError(f"there are limits for {', '.join(known) or 'nothing'}, not for {name!r}")
    about = known[name]
    cases = targets if isinstance(targets, list) else [targets]
    numbers = [int(seed) for seed in np.atleast_1d(seeds)]
    if not cases or not numbers:
        raise ValueError("there should be at least one target and one seed")
    trainings: list[Training] = []
    for number, case in enumerate(cases, start=1):
        label = _label(case, number)
        for seed in numbers:
            count = f"training {len(trainings) + 1} of {len(cases) * len(numbers)}"
            print(f"{count}: {label}, seed {seed} …", flush=True)
            start = time.perf_counter()
            values = _measured(train, case, seed, about=about, steps=steps or about["steps"])
            limits = about["limits"]
            outside = tuple(n for n in limits if not _is_in(values[n], limits[n]))
            trainings.append(Training(label, seed, values, outside=outside))
            found = f"outside of the limits: {', '.join(outside)}" if outside else "all good"
            print(f"    {time.perf_counter() - start:.0f} s, {found}", flush=True)
    return Judgement(about["limits"], tuple(trainings))


def _label(target: Any, number: int) -> str:
    name = target.name if isinstance(target, Curve) else ""
    return name if 0 < len(name) <= 12 else f"target {number}"


def _is_in(value: float, limit: Limit) -> bool:
    low, high = limit
    return (low is None or value >= low) and (high is None or value <= high)


def _measured(
    train: Callable[..., Any], target: Any, seed: int, *, about: Mapping[str, Any], steps: int
) -> dict[str, float]:
    """Train once, and return the measures and the mean losses."""
    import keras

    arguments = target if isinstance(target, tuple) else (target,)
    keras.utils.clear_session()
    keras.utils.set_random_seed(seed)
    generator, history = pair_of(train(*arguments, steps, seed))
    lists = checks.losses(history, about["losses"])
    losses = checks.loss_values(lists, about["fewest"], about["relative"])  # type: ignore[arg-type]
    measures = getattr(import_module("gankit"), about["measures"])
    samples = _samples(generator, about["samples"], seed)
    values = {**measures(samples, *arguments), **losses}
    return {name: float(values[name]) for name in about["limits"]}


def _samples(generator: Any, n: int, seed: int) -> NDArray[np.float32]:
    """Return what a generator makes of standard normal latents, as the grader draws them."""
    size = getattr(generator, "input_shape", (None, 5))[-1]
    describe(generator, (size,))  # says so if the grader could not take this network over
    latents = np.random.default_rng(seed).standard_normal((n, size)).astype(np.float32)
    batches = [np.asarray(generator(part, training=False)) for part in np.split(latents, 8)]
    return np.concatenate(batches)
