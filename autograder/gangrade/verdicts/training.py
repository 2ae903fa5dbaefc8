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
    run = task.method.train(
        train, task.about, target, steps=task.shortest, seed=seed(question, "early")
    )
    values = measure(run, task, target, purpose="early").values
    excess = task.about.excess(values, figures["thresholds"])
    note(**{f"after {task.shortest} steps: excess": round(excess, 2)})
    assert excess > 1, task.method.early.format(steps=task.shortest, noun=task.about.noun)
