"""The calibration in the repository follows from its data, and from nothing else."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import gankit
import pytest
from gangrade import calibration, verdicts
from gangrade.course import Course

QUESTION = "cubic_gan"
FROM_DATA = ("thresholds", "attempts", "steps", "one_direction", "right", "wrong")


@pytest.fixture(scope="module")
def runs(course: Course) -> list[dict[str, Any]]:
    return list(calibration.read_runs(course.calibration / f"{QUESTION}.runs.jsonl").values())


@pytest.fixture(scope="module")
def decided(course: Course) -> dict[str, Any]:
    path = course.calibration / f"{QUESTION}.json"
    return dict(json.loads(path.read_text(encoding="utf-8")))


def test_the_file_is_what_the_data_gives(
    course: Course, runs: list[dict[str, Any]], decided: dict[str, Any]
) -> None:
    derived = calibration.derive(runs)
    assert {name: decided[name] for name in FROM_DATA} == {n: derived[n] for n in FROM_DATA}
    data = course.calibration / decided["data"]
    assert decided["sha256"] == hashlib.sha256(data.read_bytes()).hexdigest()


def test_enough_right_runs_stand_behind_it(
    runs: list[dict[str, Any]], decided: dict[str, Any]
) -> None:
    of_solution = [r for r in runs if r["case"] == "solution" and not r["one_direction"]]
    assert len(of_solution) >= 100
    assert len({run["curve"] for run in of_solution}) >= 20
    solution = decided["right"]["solution"]
    assert solution["x³"]["at most"] + solution["drawn"]["at most"] <= calibration.AIM
    assert solution["half-blind"]["at most"] <= calibration.AIM
    for name, figures in decided["right"].items():
        assert figures["x³"]["a grading"] + figures["drawn"]["a grading"] <= calibration.AIM, name
        assert figures["half-blind"]["a grading"] <= calibration.AIM, name


def test_wrong_clouds_are_rejected_by_a_margin(decided: dict[str, Any]) -> None:
    for name in ("cubic", *(f"drawn {i}" for i in range(24, 30))):  # not calibrated on
        for kind, values in calibration.fixed_points(name).items():
            excess = verdicts.excess(values, decided["thresholds"])
            assert excess > 1.5, f"{kind} on {name}"


def test_derive_refuses_what_cannot_be_told_apart(runs: list[dict[str, Any]]) -> None:
    with pytest.raises(ValueError, match="Too few runs"):
        calibration.derive([run for run in runs if run["curve"] in ("cubic", "drawn 1")])
    spoiled = [
        {**run, "values": {**run["values"], "bend": 0.1}} if not run["one_direction"] else run
        for run in runs
    ]
    with pytest.raises(ValueError, match="fail a right case more often"):
        calibration.derive(spoiled)
    learned = [
        {**run, "values": {**run["values"], **dict.fromkeys(("distance", "residual"), 0.01),
                           "spread": 1.0, "bend": 1.0}}
        for run in runs
    ]  # fmt: skip
    with pytest.raises(ValueError, match="has learned its curve"):
        calibration.derive(learned)


def test_drawn_curves_are_far_from_familiar_ones() -> None:
    assert not verdicts.is_unfamiliar(gankit.cubic)
    for i in range(5):
        assert verdicts.is_unfamiliar(calibration.curve_of(f"drawn {i}"))


def test_runs_are_not_made_twice(course: Course, tmp_path: Any) -> None:
    copy = tmp_path / "runs.jsonl"
    copy.write_bytes((course.calibration / f"{QUESTION}.runs.jsonl").read_bytes())
    done = calibration.read_runs(copy)
    tasks = [task for task in calibration.plan("solution", curves=24, seeds=10) if task.key in done]
    assert len(tasks) > 300
    assert calibration.make_runs({}, tasks, copy) == []  # no cells: a run would fail
    assert calibration.read_runs(copy) == done
