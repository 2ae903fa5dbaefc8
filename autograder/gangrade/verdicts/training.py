"""Verdicts on random training: what a hidden test of a trained question asks."""

from __future__ import annotations

from typing import Any

from gangrade.part.training import Training
from gangrade.results.failure import Failure, Why
from gangrade.results.problems import Failed
from gangrade.results.result import Evidence
from gangrade.verdicts.draws import (
    calibration,
    current,
    drawn,
    drawn_shown,
    note,
    seed,
)
from gangrade.verdicts.measured import Attempt, measure, shortfalls


def task_of(question: str) -> Training:
    """Return what a question trains, from its calibration."""
    return Training.of(calibration(question)["training"])


def learns(train: Any, question: str, which: str) -> None:
    """Train with up to K seeds on the "fixed" or the "drawn" target; stop at the first success.

    Raises:
        Failed: if no attempt succeeds; the message tells what the best one lacked.
    """
    assert which in ("fixed", "drawn"), which
    here, figures = current(), calibration(question)
    task = Training.of(figures["training"])
    subject, thresholds, on_fixed = task.about, figures["thresholds"], which == "fixed"
    target = subject.fixed_target() if on_fixed else drawn(subject, question)
    label = subject.fixed if on_fixed else "drawn"
    attempts: list[Attempt] = []
    for number in range(1 if here.lost else figures["attempts"]):
        run = task.method.train(
            train,
            subject,
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
    note(**{f"{label}: {name}": round(best.values[name], 4) for name in thresholds})
    note(**{f"{label}: attempts": len(attempts)})
    if on_fixed or (shortcomings and not here.lost and drawn_shown.get()):
        seen = subject.pictured(best.samples)
        here.evidence = Evidence(
            task.method.name, task.subject, target, samples=seen, losses=best.losses
        )
    if shortcomings:
        several = len(attempts) > 1
        start = f"The best of {len(attempts)} trainings:" if several else "One training:"
        raise Failed(Failure(" ".join([start, *shortcomings]), Why.JUDGED))


def uses_arguments(train: Any, question: str) -> None:
    """Check that other seeds, other numbers of steps and other targets give other networks.

    Raises:
        AssertionError: if an argument is ignored.
    """
    task = task_of(question)
    fixed_target = task.about.fixed_target()
    first, second = seed(question, "first"), seed(question, "second")

    def weights(target: Any, steps: int, number: int) -> str:
        run = task.method.train(train, task.about, target, steps=steps, seed=number)
        return measure(run, task, target, purpose="form").weights

    start, result = weights(fixed_target, task.shortest, first), task.method.result
    assert start != weights(fixed_target, task.shortest, second), (
        f"Two seeds give the same {result}. Start {task.function} with "
        "keras.utils.set_random_seed(seed)."
    )
    assert start != weights(fixed_target, 2 * task.shortest, first), (
        f"{task.shortest} and {2 * task.shortest} steps give the same {result}: the argument steps "
        "is not used."
    )
    assert start != weights(drawn(task.about, question), task.shortest, first), (
        f"Other data give the same {result}: it does not learn from what {task.function} gets."
    )
    _check_repeats(train, task, first)


def _check_repeats(train: Any, task: Training, number: int) -> None:
    """Check that a training is decided by its seed, whatever was drawn before.

    Compiled by XLA, a right training gives other weights each time. Then it is enough that it seeds
    Python's own random numbers, as ``keras.utils.set_random_seed`` does.
    """
    target = task.about.fixed_target()

    def training(surroundings: int) -> tuple[str, float]:
        run = task.method.train(
            train,
            task.about,
            target,
            steps=task.shortest,
            seed=number,
            surroundings=surroundings,
        )
        return measure(run, task, target, purpose="form").weights, float(run["dice"])

    weights, dice = training(1)
    other_weights, other_dice = training(2)
    if weights == other_weights:
        return
    differs = "Two trainings with the same seed differ, since other numbers were drawn before them."
    start = f"Start {task.function} with keras.utils.set_random_seed(seed)."
    assert dice == other_dice, f"{differs} {start}"
    # If it differs from itself too, that is not the doing of what was drawn before.
    assert training(1)[0] != weights, f"{differs} {start[:-1]}, before it makes the networks."


def takes_training(train: Any, question: str) -> None:
    """Check that nothing is learned yet after a thirtieth of the steps or fewer.

    What is known by then was not learned by training: a table of the real samples, for example.

    Raises:
        AssertionError: if it is.
    """
    figures = calibration(question)
    task = Training.of(figures["training"])
    target = drawn(task.about, question)
    run = task.method.train(
        train, task.about, target, steps=task.shortest, seed=seed(question, "early")
    )
    values = measure(run, task, target, purpose="early").values
    excess = task.about.excess(values, figures["thresholds"])
    note(**{f"after {task.shortest} steps: excess": round(excess, 2)})
    assert excess > 1, task.method.early.format(steps=task.shortest, noun=task.about.noun)
