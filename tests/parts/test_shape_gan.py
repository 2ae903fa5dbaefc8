"""Part shape_gan: its references, and how far right answers stay from the tests' limits."""

from __future__ import annotations

import json
import runpy
import warnings
from pathlib import Path

import gankit
import nbformat
import numpy as np
import pytest
from gangrade.part.course import Course
from gangrade.verdicts import shapes

REPOSITORY = Course.find(Path(__file__).parent)
TOLERANCE = 1e-4
"""Of test_relations."""


def defined(path: Path) -> dict:
    """Return what a variant of shapes defines."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return runpy.run_path(str(path), {"np": np})


@pytest.mark.parametrize(
    "path", sorted((REPOSITORY.variants("shape_gan") / "shapes").glob("*.py")), ids=lambda p: p.stem
)
def test_right_points_are_thirty_times_nearer_than_the_limit(path: Path) -> None:
    functions = defined(path)
    random = np.random.default_rng(1)
    for turns in (0.3, 1.5, 3.0):
        points = functions["sample_spiral"](4000, turns, random).astype(float)
        assert abs(points - shapes.on_spiral(points, turns)).max() < TOLERANCE / 30
    for slope, intercept in ((-3.0, 2.5), (2.9, -3.0)):
        if "sample_line" in functions:
            points = functions["sample_line"](4000, slope, intercept, random).astype(float)
            assert abs(points - shapes.on_line(points, slope, intercept)).max() < TOLERANCE / 30


def test_points_beside_a_shape_are_off_by_what_they_are_beside_it() -> None:
    radius = np.linspace(0.1, 0.9, 9)
    angle = 2 * np.pi * 1.5 * radius
    spiral = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    assert shapes.on_spiral(spiral, 1.5) == pytest.approx(spiral, abs=1e-12)
    mirrored = spiral * [1, -1]
    assert abs(mirrored - shapes.on_spiral(mirrored, 1.5)).max() > 0.5
    assert shapes.on_parabola(np.array([[2.0, 0.0]]), 3).tolist() == [[1.0, 3.0]]  # X1 ends at 1


def test_the_gradient_of_minibatch_features_is_that_of_small_differences() -> None:
    features, kernel, weights = shapes.minibatch_case(np.random.default_rng(2), 5, 3, 2, 4)
    value, gradients = shapes.minibatch(features, kernel, weights)
    assert value.shape == (5, 2)
    step = 1e-5
    for number, gradient in enumerate(gradients):
        for index in ((0, 1), (4, 2)) if number == 0 else ((0, 1, 3), (2, 0, 1)):
            changed = [[a.astype(float) for a in (features, kernel)] for _ in range(2)]
            changed[0][number][index] += step
            changed[1][number][index] -= step
            high, low = ((shapes.minibatch(*c, weights)[0] * weights).sum() for c in changed)
            assert gradient[index] == pytest.approx((high - low) / (2 * step), abs=1e-6)


def test_known_wrong_values_of_minibatch_features_are_named() -> None:
    features, kernel, weights = shapes.minibatch_case(np.random.default_rng(3), 6, 3, 2, 4)
    value, gradients = shapes.minibatch(features, kernel, weights)
    right = {"value": value.astype(np.float32), "gradients": gradients}
    shapes.check_minibatch(right, features, kernel, weights)
    with pytest.raises(AssertionError, match="Each sample is compared with itself"):
        shapes.check_minibatch({**right, "value": value + 1}, features, kernel, weights)
    with pytest.raises(AssertionError, match="mean over the others"):
        shapes.check_minibatch({**right, "value": value / 5}, features, kernel, weights)
    wrong = [gradients[0], 2 * gradients[1]]
    with pytest.raises(AssertionError, match="gradient in the kernel is off"):
        shapes.check_minibatch({**right, "gradients": wrong}, features, kernel, weights)


def test_a_spread_divided_by_n_minus_1_is_named() -> None:
    features = np.random.default_rng(4).normal(0, 1, (5, 3)).astype(np.float32)
    with pytest.raises(AssertionError, match="The variance divides by n - 1"):
        shapes.check_spread(
            {"value": np.mean(features.std(axis=0, ddof=1)), "gradients": []}, features
        )


class Store:
    """A right store, or one that replaces in another way."""

    def __init__(self, capacity: int, rng: np.random.Generator) -> None:
        self.capacity, self.rng = capacity, rng
        self.held: list[np.ndarray] = []

    def place(self) -> int:
        """Choose which sample is replaced."""
        return int(self.rng.integers(self.capacity))

    def push(self, samples: np.ndarray) -> None:
        """Keep or replace."""
        for sample in samples:
            if len(self.held) < self.capacity:
                self.held.append(sample)
            else:
                self.held[self.place()] = sample

    def sample(self, n: int) -> np.ndarray:
        """Draw."""
        return np.array(self.held)[self.rng.integers(len(self.held), size=n)]


class Preferring(Store):
    """The first place is replaced somewhat more often."""

    def place(self) -> int:
        """Choose the first place with probability 0.3 instead of 1 / 6."""
        return 0 if self.rng.random() < 0.16 else super().place()


def test_uniform_replacement_is_told_from_one_that_is_nearly_so() -> None:
    shapes.check_replacement(Store)
    with pytest.raises(AssertionError, match="equal probability"):
        shapes.check_replacement(Preferring)


def report_of(moved: list[bool], moves_each: float = 1.0) -> dict:
    """Return what a training looks like whose generator moves in these steps."""
    steps = np.cumsum(moved) * moves_each
    return {
        "losses": [[1.4, 0.7]] * len(moved),
        "generator": [[np.array([step])] for step in steps],
        "discriminator": [[np.array([float(n + 1)])] for n in range(len(moved))],
        "iterations": [[int(a), n + 1] for n, a in enumerate(np.cumsum(moved))],
    }


def test_a_rhythm_may_begin_anywhere_and_is_never_broken() -> None:
    zero = [np.zeros(1)]
    for first in range(3):
        shapes.check_rhythm(zero, zero, report_of([n % 3 == first for n in range(9)]), 3, "so")
    moved = [n in (0, 3, 5, 8) for n in range(9)]
    with pytest.raises(AssertionError, match=r"one of each 3 consecutive steps, so; .* \[1, 4, 6"):
        shapes.check_rhythm(zero, zero, report_of(moved), 3, "so")
    report = report_of([n % 2 == 0 for n in range(6)])
    report["iterations"] = [[n + 1, n + 1] for n in range(6)]
    with pytest.raises(AssertionError, match="counts 6 updates instead of 3"):
        shapes.check_rhythm(zero, zero, report, 2, "so")


def test_a_probe_says_it_where_no_answer_can_be_had() -> None:
    weights = [np.eye(2, dtype=np.float32), np.zeros(2, np.float32)]
    two, latents = np.ones(2, np.float32), np.ones((1, 2), np.float32)

    def forgets(generator: object, mean: object, scale: object) -> None:
        """Change nothing and return nothing."""

    with pytest.raises(AssertionError, match="forgets gives None"):
        gankit.probes.folded(forgets, weights, two, two, latents)


def test_no_pace_brings_the_dirac_gan_to_its_goal_but_a_penalty_does() -> None:
    """What the text says below the sliders of two rates: of all their 3125 positions."""
    rates = 0.02 * np.arange(1, 26)
    grid = np.meshgrid(rates, rates, np.arange(1, 6))
    g_rate, d_rate, g_every = (values.ravel() for values in grid)
    left = {}
    for gamma in (0, 0.3):
        theta = psi = np.ones(3125)
        for step in range(1, 501):
            psi = psi + d_rate * (theta / (1 + np.exp(psi * theta)) - gamma * psi)
            moved = theta - g_rate * psi / (1 + np.exp(psi * theta))
            theta = np.where(step % g_every == 0, moved, theta)
        left[gamma] = np.hypot(theta, psi)
    assert left[0].min().round(2) == 1.03 and left[0].max().round(2) == 7.31
    assert left[0.3].max().round(2) == 1.05
    assert (left[0.3] < 0.01).mean().round(2) == 0.83


def test_the_table_of_rates_is_what_was_measured() -> None:
    notebook = nbformat.read(REPOSITORY.assignment / "shape_gan.ipynb", as_version=4)
    [cell] = [c.source for c in notebook.cells if "measured = np.array(" in c.source]
    names: dict = {"np": np}
    exec(cell.partition("\nif solved:")[0], names)
    lines = (REPOSITORY.calibration("shape_gan") / "recipes.jsonl").read_text(encoding="utf-8")
    for run in map(json.loads, lines.splitlines()):
        about = run["settings"]
        if about.get("steps") == 600:
            row, column = (names["rates"].index(about[name]) for name in ("d_rate", "g_rate"))
            assert names["measured"][row, column] == round(run["distance"], 2)
            names["measured"][row, column] = np.nan
    assert np.isnan(names["measured"]).all()
