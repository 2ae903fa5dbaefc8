"""Verdicts on random training: what a hidden test of a trained question asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from gankit.probes.trainings import SURROUNDINGS
from numpy.typing import NDArray

from gangrade.part.training import Training
from gangrade.results.failure import Failure, Why
from gangrade.results.problems import Failed
from gangrade.results.result import Evidence, Scale
from gangrade.subjects.methods import PLAIN, Look
from gangrade.verdicts import joins
from gangrade.verdicts.draws import (
    calibration,
    current,
    drawn,
    drawn_shown,
    note_measured,
    seed,
)
from gangrade.verdicts.measured import Attempt, flaws, measure, scales, shortfalls

Kernel = NDArray[np.float32]
GAIN = 1.1
"""What a training of the shortest length that is good enough must be worse by than a whole one."""


def run_of(
    train: Any,
    figures: Mapping[str, Any],
    target: Any,
    *,
    steps: int,
    seed: int,
    look: Look = PLAIN,
    surroundings: int = SURROUNDINGS,
) -> dict[str, Any]:
    """Train once, and check what was seen of the training, if the question names its networks.

    ``figures`` are those of the question's calibration.

    Raises:
        AssertionError: if it does not fit together, or does not follow from the seed.
    """
    task = Training.of(figures["training"])
    run = task.method.train(
        train,
        task.about,
        target,
        steps=steps,
        seed=seed,
        makers=task.makers,
        look=look,
        surroundings=surroundings,
    )
    if task.makers:
        taught = look.kind != "blank"
        seen = joins.joins_of(run, steps)
        joins.require(seen, figures["joins"], task, steps=steps, taught=taught)
        _require_other_starts(task, seed, run["starts"])
    return run


def _require_other_starts(task: Training, seed: int, starts: Sequence[Kernel]) -> None:
    """Check that generators of one seed start alike, and those of two do not.

    Raises:
        AssertionError: if it is otherwise.
    """
    before = current().starts
    advice = f"Start {task.function} with keras.utils.set_random_seed(seed)."
    assert _alike(starts, before.setdefault(seed, list(starts))), (
        f"Two trainings with the same seed start with different weights. {advice}"
    )
    assert not any(_alike(starts, other) for n, other in before.items() if n != seed), (
        f"Two seeds give the same {task.method.result}. {advice}"
    )


def _alike(one: Sequence[Kernel], other: Sequence[Kernel]) -> bool:
    """Return whether two trainings begin with the same generators."""
    return len(one) == len(other) and all(map(np.array_equal, one, other))


def skip_if_lost() -> None:
    """Begin no training where an earlier test of the question has failed.

    It is for questions whose exact tests tell what is wrong, and whose points are lost with them.

    Raises:
        Failed: if one has.

    >>> def test_hidden(train_gan):
    ...     'A curve that nobody knows is learned.'
    ...     skip_if_lost()
    ...     learns(train_gan, "cubic", "drawn")
    """
    if current().lost:
        raise Failed(Failure(why=Why.NOT_RUN))


def learns(train: Any, question: str, which: str) -> None:
    """Train with up to K seeds on the "fixed" or the "drawn" target; stop at the first success.

    Raises:
        Failed: if no attempt succeeds; the message tells what the best one lacked.

    >>> def test_hidden(train_gan):
    ...     'A curve that nobody knows is learned.'
    ...     learns(train_gan, "cubic", "drawn")
    """
    assert which in ("fixed", "drawn"), which
    here, figures = current(), calibration(question)
    task = Training.of(figures["training"])
    subject, thresholds, on_fixed = task.about, figures["thresholds"], which == "fixed"
    target = subject.fixed_target() if on_fixed else drawn(subject, question)
    label = subject.fixed if on_fixed else "drawn"
    attempts: list[Attempt] = []
    for number in range(1 if here.lost else figures["attempts"]):
        run = run_of(
            train,
            figures,
            target,
            steps=task.steps,
            seed=seed(question, label, number, drawn=not on_fixed),
        )
        attempt = measure(run, task, target, purpose=f"{label} {number}")
        if any(attempt.weights == other.weights for other in attempts):
            break  # the seed is ignored: the same run again is no further attempt
        attempts.append(attempt)
        if not shortfalls(task, attempt.values, thresholds):
            break

    def lacks(attempt: Attempt) -> tuple[int, float]:
        values = attempt.values
        return len(shortfalls(task, values, thresholds)), subject.excess(values, thresholds)

    best = min(attempts, key=lacks)
    shortcomings = shortfalls(task, best.values, thresholds)
    readings = scales(task, best.values, thresholds, label=label)
    for name, scale in readings.items():
        note_measured(f"{label}: {name}", round(best.values[name], 4), scale)
    tried = Scale("trainings, of which the best counts", target=label)
    note_measured(f"{label}: attempts", len(attempts), tried)
    if on_fixed or (shortcomings and not here.lost and drawn_shown.get()):
        seen = subject.pictured(best.samples)
        here.evidence = Evidence(
            task.method.name, task.subject, target, samples=seen, losses=best.losses
        )
    if shortcomings:
        several = len(attempts) > 1
        start = f"The best of {len(attempts)} trainings:" if several else "One training:"
        missed = sum(not scale.met for scale in readings.values())
        count = f"{missed} of {len(readings)} numbers miss their limits."
        beside = [start, *flaws(task, best.values), *([count] if missed else [])]
        said = " ".join([start, *shortcomings])
        raise Failed(Failure(said, Why.JUDGED, beside_values=" ".join(beside)))


def excess_scale(value: float, target: str) -> Scale:
    """Return how it is read how far from the target something is that should not be near."""
    words = "distance to the target, in what a good training may have"
    return Scale(words, 1, met=value > 1, target=target)


def takes_training(train: Any, question: str) -> None:
    """Check that nothing is learned yet after a thirtieth of the steps or fewer.

    What is known by then was not learned by training: a table of the real samples, for example.

    Raises:
        AssertionError: if it is.

    >>> def test_hidden(train_gan):
    ...     'It is learned by training.'
    ...     takes_training(train_gan, "cubic")
    """
    figures = calibration(question)
    task = Training.of(figures["training"])
    target = drawn(task.about, question)
    run = run_of(train, figures, target, steps=task.shortest, seed=seed(question, "early"))
    values = measure(run, task, target, purpose="early").values
    excess = task.about.excess(values, figures["thresholds"])
    name = f"after {task.shortest} steps: excess"
    note_measured(name, round(excess, 2), excess_scale(excess, f"after {task.shortest} steps"))
    assert excess > 1, task.method.early.format(steps=task.shortest, noun=task.about.noun)


def gains_by_training(train: Any, question: str) -> None:
    """Check that a whole training is better than one of the shortest length.

    Where steps are free to be large, right answers may be good enough after very few of them. But
    what was solved for does not get better with more.

    Raises:
        AssertionError: if it is not.

    >>> def test_hidden(train_autoencoder):
    ...     'It is learned step by step.'
    ...     gains_by_training(train_autoencoder, "autoencoder")
    """
    figures = calibration(question)
    task = Training.of(figures["training"])
    subject, target = task.about, drawn(task.about, question)

    def excess(steps: int) -> float:
        run = run_of(train, figures, target, steps=steps, seed=seed(question, "early"))
        values = measure(run, task, target, purpose="early").values
        return subject.excess(values, figures["thresholds"])

    early, label = excess(task.shortest), f"after {task.shortest} steps"
    if early > 1:
        note_measured(f"{label}: excess", round(early, 2), excess_scale(early, label))
        return
    whole, limit, label = excess(task.steps), early / GAIN, f"after {task.steps} steps"
    words = "distance to the target, in what a good training may have"
    scale = Scale(words, high=limit, met=whole < limit, target=label)
    note_measured(f"{label}: excess", round(whole, 2), scale)
    assert whole < limit, (
        f"Your model knows {subject.noun} as well after {task.shortest} training steps as after "
        f"{task.steps}, so it did not learn it in the training."
    )
