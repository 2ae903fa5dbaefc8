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
    sealed,
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
    here, decided = current(), calibration(question)
    task = Training.of(decided["training"])
    subject, thresholds, known = task.about, decided["thresholds"], which == "fixed"
    target = subject.fixed_target() if known else drawn(subject, question)
    label = subject.fixed if known else "drawn"
    tried: list[Attempt] = []
    for number in range(1 if here.lost else decided["attempts"]):
        with sealed(task.function):
            run = task.method.train(
                train,
                subject,
                target,
                steps=task.steps,
                seed=seed(question, label, number, drawn=not known),
            )
        attempt = measure(run, task, target, purpose=f"{label} {number}")
        if any(attempt.weights == other.weights for other in tried):
            break  # the seed is ignored: the same run again is no further attempt
        tried.append(attempt)
        if not shortfalls(task, attempt.values, thresholds):
            break

    def lacks(attempt: Attempt) -> tuple[int, float]:
        values = attempt.values
        return len(shortfalls(task, values, thresholds)), subject.excess(values, thresholds)

    best = min(tried, key=lacks)
    failed = shortfalls(task, best.values, thresholds)
    note(**{f"{label}: {name}": round(best.values[name], 4) for name in thresholds})
    note(**{f"{label}: attempts": len(tried)})
    if known or (failed and not here.lost and drawn_shown.get()):
        seen = subject.pictured(best.samples)
        here.evidence = Evidence(
            task.method.name, task.subject, target, samples=seen, losses=best.losses
        )
    if failed:
        several = len(tried) > 1
        start = f"The best of {len(tried)} trainings:" if several else "One training:"
        raise Failed(Failure(" ".join([start, *failed]), Why.JUDGED))


def uses_arguments(train: Any, question: str) -> None:
    """Check that other seeds, other numbers of steps and other targets give other networks.

    Raises:
        AssertionError: if an argument is ignored.
    """
    task = task_of(question)
    known = task.about.fixed_target()
    first, second = seed(question, "first"), seed(question, "second")

    def weights(target: Any, steps: int, number: int) -> str:
        with sealed(task.function):
            run = task.method.train(train, task.about, target, steps=steps, seed=number)
        return measure(run, task, target, purpose="form").weights

    start, result = weights(known, task.short, first), task.method.result
    assert start != weights(known, task.short, second), (
        f"Two seeds give the same {result}. Start {task.function} with "
        "keras.utils.set_random_seed(seed)."
    )
    assert start != weights(known, 2 * task.short, first), (
        f"{task.short} and {2 * task.short} steps give the same {result}: the argument steps is "
        "not used."
    )
    assert start != weights(drawn(task.about, question), task.short, first), (
        f"Other data give the same {result}: it does not learn from what {task.function} gets."
    )


def takes_training(train: Any, question: str) -> None:
    """Check that nothing is learned yet after a thirtieth of the steps.

    What is known by then was not learned by training: a table of the real samples, for example.

    Raises:
        AssertionError: if it is.
    """
    decided = calibration(question)
    task = Training.of(decided["training"])
    target = drawn(task.about, question)
    with sealed(task.function):
        run = task.method.train(
            train, task.about, target, steps=task.shortest, seed=seed(question, "early")
        )
    values = measure(run, task, target, purpose="early").values
    used = task.about.excess(values, decided["thresholds"])
    note(**{f"after {task.shortest} steps: excess": round(used, 2)})
    assert used > 1, task.method.early.format(steps=task.shortest, noun=task.about.noun)
