"""What must fit together in a report on a training: computed here, of what was kept of it.

While a GAN is trained, the states of both networks move in small steps, and the generator that is
returned is where these steps led, or close to it. A report that was made up has to say the same of
thousands of calls.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import kstest

from gangrade.instruments.trainings import MARKS, weights_of_marks
from gangrade.part.training import Training

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Joins:
    """What a training's report says of its networks, in numbers that can be compared."""

    generators: int
    discriminators: int
    """How many were made."""
    updates: float
    """Of the discriminator, for each training step."""
    moves: float
    """Of the generator, for each training step."""
    latents: float
    """Different batches of latents, for each training step."""
    normal: float
    """The p-value of these latents being standard normal."""
    jump: float
    """The largest step of the generator's first kernel, as a share of all of its steps."""
    gap: float
    """How far the returned generator's first kernel is from the nearest recorded state, as a share
    of the distance from the first state to the farthest one."""


def joins_of(run: Mapping[str, Any], steps: int) -> Joins:
    """Return what the report of the instrument ``watched`` says of a training of so many steps."""
    taught, asked = (np.asarray(run[name], np.float64) for name in ("taught", "asked"))
    path, latents = taught[:, :MARKS], taught[:, MARKS:-1]
    lengths = _lengths(_main(taught))
    whole = float(lengths.sum())
    batches = len(np.unique(latents, axis=0)) if latents.size else 0
    return Joins(
        generators=len(run["starts"]),
        discriminators=run["discriminators"],
        updates=_changes(_main(asked)) * _kept(asked, run["asked_calls"]) / steps,
        moves=_changes(_main(taught)) * _kept(taught, run["taught_calls"]) / steps,
        latents=batches * _kept(taught, run["taught_calls"]) / steps,
        normal=float(kstest(latents.ravel(), "norm").pvalue) if latents.size > 100 else 0.0,
        jump=float(lengths.max()) / whole if whole > 0 else 0.0,
        gap=_gap(run, path),
    )


def _lengths(path: Array) -> Array:
    """Return the lengths of the steps on a path; nothing if a number is not finite."""
    if len(path) < 2 or not np.isfinite(path).all():
        return np.zeros(1)
    return np.asarray(np.linalg.norm(np.diff(path, axis=0), axis=1))


def _kept(rows: Array, calls: int) -> float:
    """Return how many calls there were for each that was kept."""
    return max(1.0, calls / max(1, len(rows)))


def _main(rows: Array) -> Array:
    """Return the states of the network that was called most: copies may be called in between."""
    numbers, counts = np.unique(rows[:, -1], return_counts=True)
    return rows[rows[:, -1] == numbers[counts.argmax()], :MARKS] if len(rows) else rows[:, :MARKS]


def _changes(states: Array) -> float:
    """Return how often a state differed from the one before."""
    return float((np.diff(states, axis=0) != 0).any(axis=1).sum())


def _gap(run: Mapping[str, Any], path: Array) -> float:
    kernel, fits = run["kernel"], len(path) > 1 and np.isfinite(path).all()
    if kernel is None or not fits:
        return np.inf
    end = np.asarray(kernel, np.float64).ravel() @ weights_of_marks(run["marks"], kernel.size)
    distance = float(np.linalg.norm(path - end, axis=1).min())
    extent = float(np.linalg.norm(path - path[0], axis=1).max())
    return distance / extent if extent > 0 else (0.0 if distance < 1e-6 else np.inf)


LEAST_P = 1e-6
"""Of latents being standard normal. The other limits come from calibration: ``Gan.limits``."""


def require(
    joins: Joins, limits: Mapping[str, float], task: Training, steps: int, *, taught: bool = True
) -> None:
    """Check that networks were made by the notebook's functions, and trained step by step.

    Where nothing is ``taught``, the generator stays as it was.

    Raises:
        AssertionError: with a sentence for the student, if it is otherwise.
    """
    opponent = task.method.makers[1]
    assert joins.discriminators > 0, not_called(task, opponent)
    assert joins.generators > 0, not_called(task, "generator")
    changes = ((opponent, joins.updates, "updates"), ("generator", joins.moves, "moves"))
    for network, updates, name in changes:
        assert updates >= limits[name] or not taught, (
            f"In a training of {steps} steps the {network} changed {updates * steps:.0f} times. "
            "Each step updates both networks: those that the notebook's functions gave, or copies."
        )
    assert joins.moves <= limits["most_moves"], (
        f"In a training of {steps} steps the generator changed {joins.moves * steps:.0f} times: "
        "the argument steps is not used."
    )
    assert joins.latents >= limits["latents"], (
        f"In {steps} steps the generator got {joins.latents * steps:.0f} different batches of "
        "latents. Draw new ones in every step."
    )
    assert joins.normal > LEAST_P, (
        "The latents that the generator got in the training are not standard normal."
    )
    if taught:
        assert joins.jump <= limits["jump"], (
            f"One step of the training changed the generator by {joins.jump:.0%} of all that the "
            f"training did. It should learn in many small steps, from its {opponent}."
        )
        assert joins.gap <= limits["gap"], (
            "The generator that is returned is not the one that was trained, nor an average of it."
        )


def not_called(task: Training, network: str) -> str:
    """Say that a training does not use one of the notebook's functions."""
    return (
        f"{task.function} did not call the notebook's {task.makers[network]}. Make both networks "
        f"with {' and '.join(task.makers[name] for name in task.method.makers)}, called by these "
        "names."
    )


def moved(run: Mapping[str, Any]) -> float:
    """Return by how much the returned generator's first kernel differs from one it started as.

    As a share of the largest number in it; NaN if it is not finite.
    """
    kernel = run["kernel"]
    return min(
        (
            float(np.abs(kernel - start).max() / np.abs(start).max())
            for start in run["starts"]
            if kernel is not None and kernel.shape == start.shape and start.any()
        ),
        default=np.inf,
    )


def history_gap(run: Mapping[str, Any], fewest: int) -> float:
    """Return by how much g_loss differs from what the discriminator's logits say, as a share.

    For a discriminator that sees nothing: all samples have one logit, which moves. Compared are the
    means of each fifth of the training; NaN if the history is not finite. A critic that sees
    nothing gives all samples one score: then it is the largest of the distances, which are 0.
    """
    told = np.asarray([float(v) for v in run["distance" if "distance" in run else "g_loss"]])
    if "distance" in run:
        if len(told) < fewest:
            return np.inf
        return float(max(abs(part.mean()) for part in np.array_split(told, 5)))
    right = np.asarray(run["asked"], np.float64)[:, MARKS]
    if len(told) < fewest or len(right) < fewest:
        return np.inf
    if not (np.isfinite(told).all() and np.isfinite(right).all()):
        return float("nan")
    pairs = zip(np.array_split(told, 5), np.array_split(right, 5), strict=True)
    return max(abs(float(a.mean()) / float(b.mean()) - 1) for a, b in pairs)
