"""``gankit.judge``: what it shows is what the grader finds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import gankit
import keras
import numpy as np
import pytest
from gangrade.part.training import Training
from gangrade.release import limits
from gangrade.verdicts import measured
from gankit import judging
from gankit.networks import describe

THRESHOLDS: dict[str, dict[str, tuple[float, float]]] = {
    "curve": {
        "distance": (0, 0.19),
        "residual": (0, 0.6),
        "spread": (0.75, 1),
        "bend": (0.57, 1.43),
        "d_loss": (1.2, 1.5),
        "g_loss": (0.55, 0.9),
    },
    "ring": {"modes": (0.89, 1), "near": (0.77, 1), "spread": (0.3, 3), "d_loss": (0.6, 1.5)},
    "digits": {"frechet": (0, 28), "classes": (0.75, 1), "novelty": (0.5, 1), "variety": (0.5, 1)},
}


def training(subject: str) -> Training:
    settings = {"method": "gan", "subject": subject, "function": "train", "steps": 600}
    return Training.of(settings)


@pytest.fixture(params=THRESHOLDS)
def subject(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A subject whose limits are where a student's zip has them."""
    name: str = request.param
    about = limits.public(training(name), THRESHOLDS[name])
    path = tmp_path / "limits.json"
    path.write_text(json.dumps({"a question": about}), encoding="utf-8")
    monkeypatch.setattr(judging, "LIMITS", path)
    return name


def linear(shape: tuple[int, ...], seed: int) -> Any:
    """Return a generator that has learned nothing."""
    return keras.Sequential(
        [
            keras.Input((3,)),
            keras.layers.Dense(
                int(np.prod(shape)),
                kernel_initializer=keras.initializers.RandomNormal(0.3, seed=seed),
            ),
            keras.layers.Activation("tanh"),
            keras.layers.Reshape(shape),
        ]
    )


@pytest.mark.slow
def test_its_numbers_and_limits_are_the_graders(
    subject: str, capsys: pytest.CaptureFixture[str]
) -> None:
    task = training(subject)
    target = task.about.fixed_target()
    history = {"d_loss": list(np.linspace(2, 1, 30)), "g_loss": list(np.linspace(0, 1, 30))}
    made = {}

    def train(*arguments: Any) -> tuple[Any, dict[str, Any]]:
        *data, steps, seed = arguments
        assert len(data) == len(task.about.arguments(target)) and steps == 600
        made[seed] = linear(task.about.shape(target), seed)
        return made[seed], history

    judged = judging.judge(train, tuple(task.about.arguments(target)), [1, 2])
    assert judged is not None and len(judged.trainings) == 2
    for run in judged.trainings:
        latents = np.random.default_rng(run.seed).standard_normal((task.about.samples, 3))
        samples = np.asarray(made[run.seed](latents.astype(np.float32)))
        right = task.about.values(samples, target)
        right |= judging.checks.loss_values(history, task.method.fewest)
        thresholds = THRESHOLDS[subject]
        for name, (low, high) in thresholds.items():
            inside = low <= right[name] <= high
            assert (name not in run.outside) == inside, name
            # Where more is no merit, the grader counts no more than the best.
            assert min(run.values[name], 1.0) == pytest.approx(min(right[name], 1.0), rel=1e-4)
    shown = repr(judged)
    assert "training 2 of 2" in capsys.readouterr().out
    assert "seed 2" in shown and "of 2 trainings are within all limits" in shown
    for name in THRESHOLDS[subject]:
        [row] = [line for line in shown.splitlines() if line.split()[:1] == [name]]
        assert row.count("✘") == sum(name in run.outside for run in judged.trainings)


def test_the_losses_are_those_that_the_grader_takes() -> None:
    history = {"d_loss": [5.0] * 20 + [1.0] * 5, "g_loss": [0.5] * 25}
    task = training("curve")
    network = describe(linear((2,), 0), (3,))
    run = {"generator": network, **{name: np.array(v) for name, v in history.items()}}
    attempt = measured.measure(run, task, gankit.cubic, purpose="test")
    own = judging.checks.loss_values(judging.checks.losses(history, ["d_loss", "g_loss"]), 25)  # type: ignore[arg-type]
    assert own == {name: attempt.values[name] for name in own} and own["d_loss"] == 1.0


@pytest.mark.parametrize("subject", ["curve"], indirect=True)
def test_what_cannot_be_judged_is_told(subject: str) -> None:
    assert subject == "curve"

    def train_gan(*_: Any) -> Any:
        return None

    with pytest.raises(ValueError, match="there are limits for train, not for 'train_gan'"):
        judging.judge(train_gan, gankit.cubic, 1)

    def train(*_: Any) -> Any:
        return None

    with pytest.raises(ValueError, match="at least one target and one seed"):
        judging.judge(train, [], [1])
    with pytest.raises(AssertionError, match="should return two things: generator, history"):
        judging.judge(train, [gankit.cubic], 1)


def test_without_limits_nothing_is_trained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(judging, "LIMITS", tmp_path / "none.json")
    assert judging.judge(lambda *_: pytest.fail("it trains"), [gankit.cubic], [1]) is None
    assert "does nothing here" in capsys.readouterr().out


def test_the_graders_library_has_no_limits() -> None:
    assert not judging.LIMITS.exists()
