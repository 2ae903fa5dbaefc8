"""The verdict on a random training: how often it is tried, and what counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gankit
import numpy as np
import pytest
from gangrade import verdicts
from gankit import probes

THRESHOLDS = {"distance": [0, 0.2], "residual": [0, 0.6], "spread": [0.75, 1], "bend": [0.6, 1.4],
              "d_loss": [1.2, 1.5], "g_loss": [0.5, 0.9]}  # fmt: skip
GOOD = {"distance": 0.1, "residual": 0.1, "spread": 1.0, "bend": 1.0, "d_loss": 1.39,
        "g_loss": 0.7, "d_loss_values": 25.0, "g_loss_values": 25.0, "d_loss_varies": 1.0,
        "g_loss_varies": 1.0}  # fmt: skip


def bent(bend: float, weights: str) -> verdicts.Attempt:
    points = gankit.cubic.points(10).astype(np.float32)
    return verdicts.Attempt({**GOOD, "bend": bend}, points, {"d_loss": [], "g_loss": []}, weights)


@pytest.fixture
def grading(tmp_path: Path) -> verdicts.Grading:
    decided = {"thresholds": THRESHOLDS, "attempts": 4, "steps": 100}
    (tmp_path / "q.json").write_text(json.dumps(decided), encoding="utf-8")
    return verdicts.Grading(calibration=tmp_path)


@pytest.fixture
def trainings(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[int]]:
    """Let the next trainings give these bends; the list gets the seeds that were tried."""

    def give(*attempts: verdicts.Attempt) -> list[int]:
        seeds: list[int] = []
        left = iter(attempts)

        def trained(_train_gan: Any, _curve: Any, _steps: int, seed: int) -> dict[str, Any]:
            seeds.append(seed)
            return {}

        monkeypatch.setattr(probes, "trained", trained)
        monkeypatch.setattr(verdicts, "measure", lambda *_: next(left))
        return seeds

    return give


def test_one_success_is_enough_and_ends_it(
    grading: verdicts.Grading, trainings: Callable[..., list[int]]
) -> None:
    seeds = trainings(bent(0.0, "a"), bent(1.0, "b"))
    with verdicts.grading(grading):
        verdicts.learns(None, "q", gankit.cubic)
    assert len({*seeds}) == 2
    assert grading.values["x³: attempts"] == 2
    assert grading.evidence is not None


def test_the_best_of_all_is_told(
    grading: verdicts.Grading, trainings: Callable[..., list[int]]
) -> None:
    seeds = trainings(bent(0.0, "a"), bent(0.3, "b"), bent(0.1, "c"), bent(0.2, "d"))
    with (
        verdicts.grading(grading),
        pytest.raises(AssertionError, match=r"best of 4 trainings: Your points have 0\.30"),
    ):
        verdicts.learns(None, "q", gankit.cubic)
    assert len({*seeds}) == 4


def test_the_same_weights_again_are_no_further_attempt(
    grading: verdicts.Grading, trainings: Callable[..., list[int]]
) -> None:
    seeds = trainings(*[bent(0.0, "a")] * 4)
    with (
        verdicts.grading(grading),
        pytest.raises(AssertionError, match=r"^One training: Your points have 0\.00"),
    ):
        verdicts.learns(None, "q", gankit.cubic)
    assert len(seeds) == 2


def test_where_a_test_has_failed_one_training_is_enough(
    grading: verdicts.Grading, trainings: Callable[..., list[int]]
) -> None:
    grading.lost = True
    seeds = trainings(bent(0.0, "a"), bent(1.0, "b"))
    with verdicts.grading(grading), pytest.raises(AssertionError, match="One training"):
        verdicts.learns(None, "q")
    assert len(seeds) == 1


def test_only_instructors_see_a_drawn_curve(
    grading: verdicts.Grading, trainings: Callable[..., list[int]]
) -> None:
    with verdicts.grading(grading):
        trainings(*[bent(0.0, name) for name in "abcd"])
        with pytest.raises(AssertionError):
            verdicts.learns(None, "q")
        assert grading.evidence is None
        trainings(*[bent(0.0, name) for name in "abcd"])
        with verdicts.showing_drawn(), pytest.raises(AssertionError):
            verdicts.learns(None, "q")
    assert grading.evidence is not None
    assert not np.allclose(grading.evidence.curve, gankit.cubic.points(200))
