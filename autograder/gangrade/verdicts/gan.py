"""Verdicts on a GAN whose discriminator sees less than there is: what its generator learns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from gangrade.part.training import Training
from gangrade.subjects.methods import Look
from gangrade.verdicts import joins
from gangrade.verdicts.draws import calibration, drawn, note_measured, rng, seed
from gangrade.verdicts.measured import measure
from gangrade.verdicts.training import excess_scale, run_of


def learns_nothing_untaught(train: Any, question: str) -> None:
    """Train with a discriminator that sees nothing: it cannot teach the generator anything.

    All samples have one logit for it, so the generator's first layer stays as it was, and its loss
    is that of this logit, which is known of every call. Latents are standard normal and new in
    every step.

    Raises:
        AssertionError: if it is otherwise.

    >>> def test_hidden(train_gan):
    ...     'A generator learns from the discriminator alone.'
    ...     learns_nothing_untaught(train_gan, "cubic")
    """
    figures = calibration(question)
    task = Training.of(figures["training"])
    random = rng(question, "logit")
    run = run_of(
        train,
        figures,
        task.about.fixed_target(),
        steps=task.short,
        seed=seed(question, "untaught"),
        look=Look("blank", bias=float(random.uniform(1, 2) * random.choice([-1, 1]))),
    )
    _check_generator(run, task, most=figures["joins"]["moved"])
    _check_loss(run, task, most=figures["joins"]["history"])


def _check_generator(run: Mapping[str, Any], task: Training, most: float) -> None:
    """Check that the returned generator is one that was made, and its first layer as it was."""
    kernel, method = run["kernel"], task.method
    opponent = method.makers[1]
    assert kernel is None or np.isfinite(kernel).all(), (
        f"With a {opponent} that gives every sample the same {method.answer}, your generator's "
        "weights become NaN. A root or a norm (of a gradient penalty, for example) has no gradient "
        "at 0: add a small number under the root."
    )
    assert joins.moved(run) <= most, (
        f"With a {opponent} that teaches nothing, your generator learns all the same, or another "
        f"one is returned. It should learn from nothing but its {opponent}'s answers."
    )


def _check_loss(run: Mapping[str, Any], task: Training, most: float) -> None:
    """Check that the history's loss of the generator is that of the training steps."""
    gap = joins.history_gap(run, task.method.fewest)
    # A gradient penalty has no gradient here, and may give NaN: that is no made-up history.
    assert np.isnan(gap) or gap <= most, task.method.made_up.format(gap=gap)


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
        run = run_of(
            train,
            decided,
            target,
            steps=task.steps,
            seed=seed(question, "one", number),
            look=Look("narrow", number=1),
        )
        values = measure(run, task, target, purpose=f"one direction {number}").values
        excesses.append(task.about.excess(values, decided["thresholds"]))
        if excesses[-1] > 1:
            break
    excess = max(excesses)
    scale = excess_scale(excess, "with a discriminator that sees one direction only")
    note_measured("one direction: excess", round(excess, 2), scale)
    assert excess > 1, (
        f"Your generator learns {task.about.noun} even when its {task.method.makers[1]} hardly "
        f"sees the samples. It should learn from nothing but its {task.method.makers[1]}'s answers."
    )
