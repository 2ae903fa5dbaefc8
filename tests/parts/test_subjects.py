"""What can be learned: targets, what is measured on them, and what must be rejected."""

from __future__ import annotations

import json
from typing import Any

import gankit
import matplotlib.pyplot as plt
import numpy as np
import pytest
from gangrade.subjects import SUBJECTS, Generated, Measure
from gangrade.subjects.digits import DigitSet
from gangrade.subjects.rings import Ring
from gankit.rings import LEAST

RINGS, DIGITS = SUBJECTS["ring"], SUBJECTS["digits"]


@pytest.mark.slow
@pytest.mark.parametrize("name", SUBJECTS)
def test_a_subject_fits_together(name: str) -> None:
    subject = SUBJECTS[name]
    drawn = [subject.draw(np.random.default_rng(seed)) for seed in (1, 1, 2)]
    for target in (subject.fixed_target(), drawn[0]):
        clouds = subject.wrong(target)
        assert {kind for m in subject.measures for kind in m.keeps_out} <= clouds.keys()
        if isinstance(subject, Generated):
            direction = subject.direction(target, np.random.default_rng(3))
            assert len(direction) == np.prod(subject.shape(target))
        description = json.dumps(subject.described(target))
        again = subject.described_target(json.loads(description))
        assert json.dumps(subject.described(again)) == description
        for cloud in clouds.values():
            assert cloud.shape == (subject.samples, *shape(name, target))
            values = subject.values(cloud.astype(np.float32), target)
            assert {m.name for m in subject.measures} <= values.keys()
            assert np.isfinite([*values.values()]).all()
            sentences = [m.sentence.format(value=1.0, low=0.5, high=2.0) for m in subject.measures]
            assert all(sentence.endswith(".") for sentence in sentences)
    first, same, other = ([np.asarray(a) for a in arguments(name, t)] for t in drawn)
    assert all(np.array_equal(a, b) for a, b in zip(first, same, strict=True))
    assert not all(np.array_equal(a, b) for a, b in zip(first, other, strict=True))


def shape(name: str, target: Any) -> tuple[int, ...]:
    """Return the shape of one sample."""
    subject = SUBJECTS[name]
    if isinstance(subject, Generated):
        return subject.shape(target)
    stages = [np.zeros((1, *size), np.float32) for size in subject.shapes(target)]
    return subject.joined(stages).shape[1:]


def worthless(name: str, target: Any, number: float) -> np.ndarray:
    """Return samples in which all that networks gave is one number."""
    subject = SUBJECTS[name]
    if isinstance(subject, Generated):
        return np.full((subject.samples, *shape(name, target)), number, np.float32)
    given = subject.inputs(target, np.random.default_rng(4))
    sizes = subject.shapes(target)[1:]
    return subject.joined(
        [given, *(np.full((len(given), *size), number, np.float32) for size in sizes)]
    )


def arguments(name: str, target: Any) -> list[Any]:
    """Return what a training gets, as arrays: a curve by its points."""
    return [a.points(50) if name == "curve" else a for a in SUBJECTS[name].arguments(target)]


@pytest.mark.parametrize("name", SUBJECTS)
def test_worthless_samples_have_the_worst_values(name: str) -> None:
    subject = SUBJECTS[name]
    target = subject.fixed_target()
    thresholds = {m.name: [0.5, 1.0] if m.best else [0.0, 9.0] for m in subject.measures}
    for number in (np.nan, np.inf, 1e30):
        values = subject.values(worthless(name, target, number), target)
        assert subject.excess(values, thresholds) > 1


@pytest.mark.parametrize("name", SUBJECTS)
def test_a_picture_of_anything(name: str) -> None:
    subject = SUBJECTS[name]
    target = subject.fixed_target()
    for number in (0.0, np.nan, 3e38):
        axes = plt.subplots()[1]
        samples = subject.pictured(np.full((70, *shape(name, target)), number))
        said = subject.scene(target).draw(axes, samples, "blue", "orange")
        assert said in ("", "70 of the 70 points lie outside of this picture.")
        axes.figure.canvas.draw()
        plt.close("all")


def test_excess_is_the_share_of_the_allowance() -> None:
    measure = Measure("m", 1.0, "")
    assert measure.excess(1.0, [0.5, 1.5]) == 0
    assert measure.excess(0.75, [0.5, 2.0]) == 0.5
    assert measure.excess(2.0, [0.5, 2.0]) == 1
    assert measure.excess(1.1, [0.5, 1.0]) == np.inf  # nothing is allowed on this side


def ring_values(points: Any, target: Ring) -> dict[str, float]:
    return RINGS.values(np.asarray(points, dtype=np.float32), target)


def test_a_right_ring() -> None:
    for seed in range(5):
        target = RINGS.draw(np.random.default_rng(seed))
        points = gankit.sample_ring(4000, target.centres, target.sigma, np.random.default_rng(seed))
        values = ring_values(points, target)
        assert values["modes"] == 1
        assert values["near"] > 0.995
        assert values["spread"] == pytest.approx(1, abs=0.03)
        # Modes are further apart than their points reach, so that each point belongs to one.
        gap = np.linalg.norm(target.centres[0] - target.centres[1])
        assert gap > 2 * 4 * target.sigma


def test_modes_need_a_part_of_their_share() -> None:
    target = RINGS.fixed_target()
    few = int(LEAST * 800 / 8)
    for count, covered in ((few, 8), (few - 1, 7)):
        where = [0] * count + [1 + i % 7 for i in range(800 - count)]
        assert ring_values(target.centres[where], target)["modes"] == covered / 8


def test_points_near_a_mode_and_their_spread() -> None:
    target = Ring(gankit.ring(4), 0.1)
    at = target.centres[0] + [[0, 0], [0.39, 0], [0.41, 0], [0, 0.2]]
    values = ring_values(at, target)
    assert values["near"] == 0.75
    assert values["spread"] == pytest.approx(np.sqrt((0.39**2 + 0.2**2) / 2 / 3) / 0.1, rel=1e-4)


def test_new_digits_are_right_and_known_mistakes_are_not() -> None:
    target = DIGITS.draw(np.random.default_rng(1))
    assert isinstance(target, DigitSet)
    images, labels = gankit.load_digits("test", size=14)
    new = images[np.isin(labels, target.classes)] / 127.5 - 1
    right = DIGITS.values(new.astype(np.float32), target)
    assert right["frechet"] < 5
    assert right["classes"] == 1
    assert right["novelty"] > 0.9
    assert right["variety"] > 0.75
    wrong = {
        kind: DIGITS.values(cloud.astype(np.float32), target)
        for kind, cloud in DIGITS.wrong(target).items()
    }
    assert wrong["noise"]["frechet"] > 100
    assert wrong["averages"]["frechet"] > 10
    assert wrong["half of the classes"]["classes"] < 0.6
    assert wrong["memorised"]["novelty"] < 0.1
    assert wrong["one of each class"]["variety"] < 0.1
