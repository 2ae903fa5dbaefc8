"""Verdicts on a GAN whose discriminator is an instrument: what the generator learns from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from gankit import instruments
from gankit.checks import loss_values
from scipy.stats import kstest

from gangrade.part.training import Training
from gangrade.verdicts.draws import calibration, drawn, note, rng, seed
from gangrade.verdicts.measured import measure
from gangrade.verdicts.training import task_of


def learns_nothing_untaught(train: Any, question: str) -> None:
    """Train with a discriminator that gives one logit always: it teaches the generator nothing.

    Then everything is known: the generator's first layer stays as it was, its latents are standard
    normal and new in every step, and its loss is ln(1 + e^-logit). And it starts with the same
    weights in another training with the same seed, whatever was drawn before.

    Raises:
        AssertionError: if it is otherwise.

    >>> def test_hidden(train_gan):
    ...     'A generator learns from the discriminator alone.'
    ...     learns_nothing_untaught(train_gan, "cubic")
    """
    task = task_of(question)
    random = rng(question, "logit")
    logit = float(random.uniform(1, 2) * random.choice([-1, 1]))
    number = seed(question, "untaught")
    known = task.about.fixed_target()
    [(_, shape)] = task.method.shapes(task.about, known)

    def untaught(steps: int, surroundings: int) -> dict[str, Any]:
        return dict(
            instruments.untaught(
                train,
                task.about.arguments(known),
                steps,
                seed=number,
                names=dict(task.makers),
                shape=list(shape),
                logit=logit,
                surroundings=surroundings,
            )
        )

    run = untaught(task.short, number)
    _check_discriminator(run, task)
    _check_generator(run, task)
    _check_latents(run, task.short)
    _check_loss(run, task, logit)
    # Only the generator's start is compared: a compiled step may draw other latents for one seed.
    again = untaught(task.shortest, seed(question, "surroundings"))
    start, first = again["kernel"], run["kernel"]
    same = start is not None and start.shape == first.shape
    assert same and np.allclose(start, first, rtol=0, atol=0.05 * float(np.abs(first).max())), (
        f"Two trainings with the same seed start with different weights. Start {task.function} "
        "with keras.utils.set_random_seed(seed)."
    )


def _check_discriminator(run: Mapping[str, Any], task: Training) -> None:
    """Check that the notebook's function made the discriminator."""
    assert run["discriminators"] > 0, _not_called(task, "discriminator")


def _not_called(task: Training, network: str) -> str:
    return (
        f"{task.function} did not call the notebook's {task.makers[network]}. Make both networks "
        f"with {task.makers['generator']} and {task.makers['discriminator']}, called by these "
        "names."
    )


def _check_generator(run: Mapping[str, Any], task: Training) -> None:
    """Check that the returned generator is one that was made, and its first layer as it was."""
    assert run["kernels"], _not_called(task, "generator")
    assert run["kernel"] is None or np.isfinite(run["kernel"]).all(), (
        "With a discriminator that gives every sample the same logit, your generator's weights "
        "become NaN. A root or a norm (of a gradient penalty, for example) has no gradient at 0: "
        "add a small number under the root."
    )
    moved = [
        float(np.abs(run["kernel"] - kernel).max() / np.abs(kernel).max())
        for kernel in run["kernels"]
        if run["kernel"] is not None and run["kernel"].shape == kernel.shape and kernel.any()
    ]
    # Weight decay may move it a little; anything that teaches moves it more.
    assert moved and min(moved) < 0.02, (
        "With a discriminator that teaches nothing, your generator learns all the same, or another "
        "one is returned. It should learn from nothing but its discriminator's answers."
    )


def _check_latents(run: Mapping[str, Any], steps: int) -> None:
    """Check that latents are standard normal, and new in every step."""
    latents = np.asarray(run["latents"], dtype=np.float64)
    assert run["batches"] >= steps // 10 and latents.size > 100, (
        f"In {steps} steps the generator got {run['batches']} different batches of latents. "
        "Draw new ones in every step."
    )
    assert kstest(latents, "norm").pvalue > 1e-6, (
        f"The latents should be standard normal, but their mean is {latents.mean():.2f} and their "
        f"variance {latents.var():.2f}."
    )


def _check_loss(run: Mapping[str, Any], task: Training, logit: float) -> None:
    """Check that the history's loss of the generator is that of the training steps."""
    history = {"g_loss": [float(v) for v in run["g_loss"]]}
    g_loss = loss_values(history, task.method.fewest)["g_loss"]
    right = float(np.logaddexp(0, -logit))
    # A gradient penalty has no gradient here, and may give NaN: that is no made-up history.
    assert np.isnan(g_loss) or abs(g_loss / right - 1) < 0.05, (
        f"In a training whose discriminator always gives the logit {logit:.2f}, g_loss is "
        f"{right:.2f}, but your history says {g_loss:.2f}. The history should hold the losses of "
        "the training steps."
    )


def needs_discriminator(train: Any, question: str) -> None:
    """Train with a discriminator that sees one direction only: the target must stay unlearned.

    One such training is enough; up to K directions are tried, since samples may by luck be close.

    Raises:
        AssertionError: if the generator learns the target all the same.

    >>> def test_hidden(train_gan):
    ...     'The discriminator learns from the data.'
    ...     needs_discriminator(train_gan, "cubic")
    """
    decided = calibration(question)
    task = Training.of(decided["training"])
    target = drawn(task.about, question)
    excesses = []
    for number in range(decided["half_blind_attempts"]):
        instrument = task.method.half_blind(
            makers=task.makers,
            subject=task.about,
            target=target,
            random=rng(question, "direction", number),
        )
        run = task.method.train(
            train,
            task.about,
            target,
            steps=task.steps,
            seed=seed(question, "one", number),
            instrument=instrument,
        )
        _check_discriminator(run, task)
        values = measure(run, task, target, purpose=f"one direction {number}").values
        excesses.append(task.about.excess(values, decided["thresholds"]))
        if excesses[-1] > 1:
            break
    note(**{"one direction: excess": round(max(excesses), 2)})
    assert max(excesses) > 1, (
        f"Your generator learns {task.about.noun} even when its discriminator hardly sees the "
        "samples. It should learn from nothing but its discriminator's answers."
    )
