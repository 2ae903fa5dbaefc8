"""Verdicts on random training: what a hidden test of a trained question asks."""

from __future__ import annotations

from typing import Any

import numpy as np
from gankit import probes
from scipy.stats import kstest

from gangrade.part.training import Training
from gangrade.results.result import Evidence
from gangrade.verdicts.draws import (
    calibration,
    current,
    drawn,
    drawn_shown,
    note,
    rng,
    sealed,
    seed,
)
from gangrade.verdicts.measured import Attempt, loss_values, measure, shortfalls


def task_of(question: str) -> Training:
    """Return what a question trains, from its calibration."""
    return Training.of(calibration(question)["training"])


JUDGED = ("The best of", "One training:")
"""How messages begin that judge what was learned, from several trainings or from one."""


def learns(train: Any, question: str, which: str) -> None:
    """Train with up to K seeds on the "fixed" or the "drawn" target; stop at the first success.

    Raises:
        AssertionError: if no attempt succeeds; the message tells what the best one lacked.
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
            run = probes.trained(
                train,
                subject.arguments(target),
                task.steps,
                seed=seed(question, label, number, drawn=not known),
            )
        attempt = measure(run, subject, target, purpose=f"{label} {number}")
        if any(attempt.weights == other.weights for other in tried):
            break  # the seed is ignored: the same run again is no further attempt
        tried.append(attempt)
        if not shortfalls(subject, attempt.values, thresholds):
            break

    def lacks(attempt: Attempt) -> tuple[int, float]:
        values = attempt.values
        return len(shortfalls(subject, values, thresholds)), subject.excess(values, thresholds)

    best = min(tried, key=lacks)
    failed = shortfalls(subject, best.values, thresholds)
    note(**{f"{label}: {name}": round(best.values[name], 4) for name in thresholds})
    note(**{f"{label}: attempts": len(tried)})
    if known or (failed and not here.lost and drawn_shown.get()):
        here.evidence = Evidence(task.subject, target, best.samples, losses=best.losses)
    if failed:
        best_of, one = JUDGED
        start = f"{best_of} {len(tried)} trainings:" if len(tried) > 1 else one
        raise AssertionError(" ".join([start, *failed]))


def _check_used(run: dict[str, Any], task: Training) -> None:
    assert run["discriminators"] > 0, (
        f"{task.function} did not call the notebook's {task.discriminator}. Make both networks "
        f"with {task.generator} and {task.discriminator}, called by these names."
    )


def uses_arguments(train: Any, question: str) -> None:
    """Check that other seeds, other numbers of steps and other targets give other generators.

    Raises:
        AssertionError: if an argument is ignored.
    """
    task = task_of(question)
    known = task.about.fixed_target()
    first, second = seed(question, "first"), seed(question, "second")

    def weights(target: Any, steps: int, number: int) -> str:
        with sealed(task.function):
            run = probes.trained(train, task.about.arguments(target), steps, seed=number)
        return measure(run, task.about, target, purpose="form").weights

    start = weights(known, task.short, first)
    assert start != weights(known, task.short, second), (
        f"Two seeds give the same generator. Start {task.function} with "
        "keras.utils.set_random_seed(seed)."
    )
    assert start != weights(known, 2 * task.short, first), (
        f"{task.short} and {2 * task.short} steps give the same generator: the argument steps is "
        "not used."
    )
    assert start != weights(drawn(task.about, question), task.short, first), (
        f"Other data give the same generator: it does not learn from what {task.function} gets."
    )


def takes_training(train: Any, question: str) -> None:
    """Check that nothing is learned yet after a thirtieth of the steps.

    What is known by then was not learned by a GAN: a table of the real samples, for example.

    Raises:
        AssertionError: if it is.
    """
    decided = calibration(question)
    task = Training.of(decided["training"])
    target = drawn(task.about, question)
    with sealed(task.function):
        run = probes.trained(
            train, task.about.arguments(target), task.shortest, seed=seed(question, "early")
        )
    values = measure(run, task.about, target, purpose="early").values
    used = task.about.excess(values, decided["thresholds"])
    note(**{f"after {task.shortest} steps: excess": round(used, 2)})
    assert used > 1, (
        f"After only {task.shortest} training steps your generator knows {task.about.noun} "
        "already, so it did not learn it by training against a discriminator."
    )


def learns_nothing_untaught(train: Any, question: str) -> None:
    """Train with a discriminator that gives one logit always: it teaches the generator nothing.

    Then everything is known: the generator's first layer stays as it was, its latents are standard
    normal and new in every step, and its loss is ln(1 + e^-logit). And it starts with the same
    weights in another training with the same seed, whatever was drawn before.

    Raises:
        AssertionError: if it is otherwise.
    """
    task = task_of(question)
    random = rng(question, "logit")
    logit = float(random.uniform(1, 2) * random.choice([-1, 1]))
    number = seed(question, "untaught")
    known = task.about.fixed_target()
    names = {"generator": task.generator or "", "discriminator": task.discriminator or ""}

    def untaught(steps: int, surroundings: int) -> dict[str, Any]:
        with sealed(task.function):
            return probes.untaught(
                train,
                task.about.arguments(known),
                steps,
                seed=number,
                names=names,
                shape=list(task.about.shape(known)),
                logit=logit,
                surroundings=surroundings,
            )

    run = untaught(task.short, number)
    _check_used(run, task)
    assert run["kernels"], (
        f"{task.function} did not call the notebook's {task.generator}. Make both networks "
        f"with {task.generator} and {task.discriminator}, called by these names."
    )
    moved = [
        float(np.abs(run["kernel"] - kernel).max() / np.abs(kernel).max())
        for kernel in run["kernels"]
        if run["kernel"] is not None and run["kernel"].shape == kernel.shape
    ]
    # Weight decay may move it a little; anything that teaches moves it more.
    assert moved and min(moved) < 0.02, (
        "With a discriminator that teaches nothing, your generator learns all the same, or another "
        "one is returned. It should learn from nothing but its discriminator's answers."
    )
    latents = np.asarray(run["latents"], dtype=np.float64)
    assert run["batches"] >= task.short // 10 and latents.size > 100, (
        f"In {task.short} steps the generator got {run['batches']} different batches of latents. "
        "Draw new ones in every step."
    )
    assert kstest(latents, "norm").pvalue > 1e-6, (
        f"The latents should be standard normal, but their mean is {latents.mean():.2f} and their "
        f"variance {latents.var():.2f}."
    )
    g_loss = loss_values({"g_loss": [float(v) for v in run["g_loss"]]})["g_loss"]
    right = float(np.logaddexp(0, -logit))
    # A gradient penalty has no gradient here, and may give NaN: that is no made-up history.
    assert np.isnan(g_loss) or abs(g_loss / right - 1) < 0.05, (
        f"In a training whose discriminator always gives the logit {logit:.2f}, g_loss is "
        f"{right:.2f}, but your history says {g_loss:.2f}. The history should hold the losses of "
        "the training steps."
    )
    # Only the generator's start is compared: a compiled step may draw other latents for one seed.
    again = untaught(task.shortest, seed(question, "surroundings"))
    assert again["kernel"] is not None and np.allclose(
        again["kernel"], run["kernel"], rtol=0, atol=0.05 * float(np.abs(run["kernel"]).max())
    ), (
        f"Two trainings with the same seed start with different weights. Start {task.function} "
        "with keras.utils.set_random_seed(seed)."
    )


def needs_discriminator(train: Any, question: str) -> None:
    """Train with a discriminator that sees one direction only: the target must stay unlearned.

    One such training is enough; up to K directions are tried, since samples may by luck be close.

    Raises:
        AssertionError: if the generator learns the target all the same.
    """
    decided = calibration(question)
    task = Training.of(decided["training"])
    target = drawn(task.about, question)
    excesses = []
    for number in range(decided["half_blind_attempts"]):
        direction = task.about.direction(target, rng(question, "direction", number))
        with sealed(task.function):
            run = probes.trained(
                train,
                task.about.arguments(target),
                task.steps,
                seed=seed(question, "one", number),
                discriminator=task.discriminator,
                direction=direction,
            )
        _check_used(run, task)
        values = measure(run, task.about, target, purpose=f"one direction {number}").values
        excesses.append(task.about.excess(values, decided["thresholds"]))
        if excesses[-1] > 1:
            break
    note(**{"one direction: excess": round(max(excesses), 2)})
    assert max(excesses) > 1, (
        f"Your generator learns {task.about.noun} even when its discriminator hardly sees the "
        "samples. It should learn from nothing but its discriminator's answers."
    )
