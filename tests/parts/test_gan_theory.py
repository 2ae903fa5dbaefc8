"""Part gan_theory: what its references give, and what is drawn for its tests."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from gangrade.verdicts import joins, measures, references, theory
from gankit import checks, overlaps
from scipy.spatial.distance import jensenshannon
from scipy.stats import norm, wasserstein_distance


@pytest.mark.parametrize("name", theory.NAMES)
def test_slopes_are_the_derivatives_of_the_terms(name: str) -> None:
    x = np.random.default_rng(1).normal(0, 4, 50)
    x = x[abs(abs(x) - 1) > 1e-3]  # away from the kinks
    _, slopes = theory.loss_terms(name, x)
    after, before = (theory.loss_terms(name, x + step)[0] for step in (1e-5, -1e-5))
    for slope, high, low in zip(slopes, after, before, strict=True):
        assert slope == pytest.approx((high - low) / 2e-5, abs=1e-5)


def test_far_away_nothing_is_lost() -> None:
    far = np.array([-700.0, -40, 40, 700])
    assert theory.generator_slope("minimax", far)[:2] == pytest.approx(-np.exp(far[:2]), rel=1e-12)
    assert theory.generator_slope("non_saturating", far)[2:] == pytest.approx(
        -np.exp(-far[2:]), rel=1e-12
    )


def test_the_derivative_in_theta_is_one() -> None:
    latents = np.random.default_rng(2).normal(0, 1, 9)
    for name in theory.NAMES:
        asked = {"name": name, "a": 1.3, "b": -0.4, "latents": latents}
        high, low = (
            theory.loss_terms(name, 1.3 * (latents + theta) - 0.4)[0][2].mean()
            for theta in (0.7 + 1e-5, 0.7 - 1e-5)
        )
        assert theory.shift_gradient(**asked, theta=0.7) == pytest.approx((high - low) / 2e-5)


def test_the_game_of_the_best_discriminator() -> None:
    random = np.random.default_rng(3)
    for zeros in (0, 3):
        p, q = (theory.draw_probabilities(random, 9, zeros) for _ in range(2))
        best = theory.optimal_discriminator(p, q)
        value = theory.game_value(p, q, best)
        assert value == pytest.approx(2 * theory.js_divergence(p, q) - np.log(4))
        assert theory.js_divergence(p, q) == pytest.approx(jensenshannon(p, q) ** 2)
        assert value >= max(theory.game_value(p, q, d) for d in random.uniform(0, 1, (200, 9)))
    assert theory.game_value(np.array([1.0]), np.array([0.0]), np.array([0.0])) == -np.inf


def test_the_logit_is_the_difference_of_log_densities() -> None:
    x = np.linspace(-90, 90, 37)
    right = norm.logpdf(x, 0.5, 1.2) - norm.logpdf(x, -1, 0.7)
    assert theory.optimal_logit(x, (0.5, 1.2), (-1, 0.7)) == pytest.approx(right, rel=1e-12)


def test_equilibria_have_no_exploitability() -> None:
    random = np.random.default_rng(4)
    found = 0
    for _ in range(60):
        values = random.integers(0, 4, (3, 4)).astype(float)
        for row, column in theory.saddle_points(values):
            found += 1
            assert theory.exploitability(values, np.eye(3)[row], np.eye(4)[column]) == 0
    assert found > 20


@pytest.mark.parametrize(("shape", "hidden", "activation"), references.PENALTY_CASES)
def test_the_penalty_has_its_gradient(shape: tuple[int, ...], hidden: int, activation: str) -> None:
    random = np.random.default_rng(5)
    weights, *points = theory.penalty_case(random, shape, hidden, activation)
    real, fake, mix = points
    assert real.shape == fake.shape == shape
    assert mix.shape == shape[:1]
    _, gradients = theory.gradient_penalty(weights, (real, fake, mix), activation)
    for number, gradient in enumerate(gradients):
        ways = random.normal(0, 1, gradient.shape)
        moved = []
        for step in (1e-6, -1e-6):
            changed = [np.asarray(w, np.float64) for w in weights]
            changed[number] = changed[number] + step * ways
            moved.append(theory.gradient_penalty(changed, (real, fake, mix), activation)[0])
        assert (gradient * ways).sum() == pytest.approx((moved[0] - moved[1]) / 2e-6, abs=1e-5)


@pytest.mark.parametrize("shape", [(4, 9), (7, 7), (6, 1), (3, 3, 2, 5)])
def test_a_drawn_kernel_has_one_singular_value_that_stands_out(shape: tuple[int, ...]) -> None:
    kernel = theory.draw_kernel(np.random.default_rng(6), shape, sigma=1.7)
    values = np.linalg.svd(theory.as_matrix(kernel), compute_uv=False)
    assert kernel.shape == shape
    assert values[0] == pytest.approx(1.7)
    assert all(values[1:] <= 0.9 * values[0])
    matrix = theory.as_matrix(kernel)
    sigma, _ = theory.power_iteration(matrix, np.ones(shape[-1]), 500)
    assert sigma == pytest.approx(1.7)


def test_wrong_values_that_are_named_are_no_right_ones() -> None:
    """A message must not call a right value a mistake."""
    random = np.random.default_rng(7)
    for _ in range(20):
        x = random.normal(0, 4, 9)
        for name in theory.NAMES:
            values, slopes = theory.loss_terms(name, x)
            for role, value in zip(theory.ROLES, values, strict=True):
                assert theory.recognised_array(value, theory.not_terms(name, role, x)) == ""
            latents = random.normal(0, 1, 5)
            asked = {"name": name, "a": 1.4, "b": 0.3, "theta": -0.6, "latents": latents}
            right = theory.shift_gradient(**asked)
            assert measures.recognised(right, theory.not_shift_gradient(**asked)) == ""
            assert theory.recognised_array(slopes[2], theory.not_slopes(name, x)) == ""
        p, q = (theory.draw_probabilities(random, 6) for _ in range(2))
        js = theory.js_divergence(p, q)
        assert measures.recognised(js, theory.not_js(p, q)) == ""
        d = random.uniform(0.1, 0.9, 6)
        value = theory.game_value(p, q, d)
        assert measures.recognised(value, theory.not_game_value(p, q, d)) == ""
        best = theory.optimal_discriminator(p, q)
        assert theory.recognised_array(best, theory.not_optimal(p, q)) == ""
        normals = (0.3, 0.7), (1.1, 1.9)
        logit = theory.optimal_logit(x, *normals)
        assert theory.recognised_array(logit, theory.not_optimal_logit(x, *normals)) == ""
        kernels = [theory.draw_kernel(random, s, sigma=1.3) for s in ((3, 5), (5, 4), (4, 2))]
        bound = float(np.prod([theory.largest_singular_value(k) for k in kernels]))
        assert measures.recognised(bound, theory.not_bound(kernels)) == ""


@pytest.mark.parametrize("case", theory.WGAN_CASES)
def test_a_step_goes_down_both_losses(case: theory.WganCase) -> None:
    """By differences, of one update each."""
    random = np.random.default_rng(7)
    g, c, real = theory.wgan_case(random, case)
    one = replace(case, n_critic=1)
    part, none = real[: case.batch], (0.0, 0.0)
    after = theory.wgan_step(g, c, part, case=one, rates=(0.0, 1.0)).weights["critic"]
    for number, weights in enumerate(c):
        for place in np.ndindex(weights.shape):
            losses = []
            for step in (1e-5, -1e-5):
                other = [np.array(w, np.float64) for w in c]
                other[number][place] += step
                losses.append(
                    theory.wgan_step(g, other, part, case=one, rates=none).values["c_loss"]
                )
            slope = (losses[0] - losses[1]) / 2e-5
            assert weights[place] - after[number][place] == pytest.approx(slope, abs=1e-4)
    moved = theory.wgan_step(g, c, part, case=one, rates=(1.0, 0.0)).weights["generator"]
    for place in np.ndindex(g[2].shape):
        losses = []
        for step in (1e-5, -1e-5):
            other = [np.array(w, np.float64) for w in g]
            other[2][place] += step
            losses.append(theory.wgan_step(other, c, part, case=one, rates=none).values["g_loss"])
        slope = (losses[0] - losses[1]) / 2e-5
        assert g[2][place] - moved[2][place] == pytest.approx(slope, abs=1e-4)


@pytest.mark.parametrize("case", theory.WGAN_CASES)
def test_steps_that_are_named_are_no_right_ones(case: theory.WganCase) -> None:
    g, c, real = theory.wgan_case(np.random.default_rng(8), case)
    right = theory.wgan_step(g, c, real, case=case, rates=(0.05, 0.02))
    wrong = theory.not_wgan_steps(g, c, real, case, rates=(0.05, 0.02))
    assert "if the critic gives fakes the high scores" in wrong
    for step in wrong.values():
        assert theory.weights_off(step.weights["critic"], right.weights["critic"]) > 1e-3


def test_a_critic_that_sees_nothing_finds_no_distance() -> None:
    assert joins.history_gap({"distance": [1e-7] * 30}, fewest=25) < 1e-6
    assert joins.history_gap({"distance": np.linspace(1, 0.1, 30)}, fewest=25) > 0.5
    assert joins.history_gap({"distance": [0.0] * 5}, fewest=25) == np.inf


def test_a_distance_counts_as_a_share_of_its_largest() -> None:
    for scale in (1.0, 1000.0):
        series = [scale * value for value in [4.0] + [2.0] * 24 + [1.0] * 5]
        values = checks.loss_values({"distance": series}, fewest=25, relative=["distance"])
        assert values["distance"] == pytest.approx(7 / 24)
    falling = {"distance": [-1.0] * 25 + [-2.0] * 5}
    assert checks.loss_values(falling, fewest=25, relative=["distance"])["distance"] == -1.0


@pytest.mark.parametrize(("shape", "spread"), [("normal", 1.0), ("normal", 0.5), ("bar", 1.0)])
def test_the_sliders_compute_both_distances(shape: str, spread: float) -> None:
    x = overlaps._X
    for shift in (0.0, 0.7, 3.0):
        p, q = (overlaps._density(shape, *place) for place in ((0, 1.0), (shift, spread)))
        js, work = overlaps.distances(p, q)
        assert js == pytest.approx(jensenshannon(p, q) ** 2, abs=1e-6)
        assert work == pytest.approx(wasserstein_distance(x, x, p, q), abs=1e-6)
    assert js == pytest.approx(np.log(2), abs=0.2 if shape == "normal" else 1e-9)


def test_sliders_refuse_what_they_cannot_show() -> None:
    for options in ({"shape": "ring"}, {"shift": 9.0}, {"spread": 0.0}):
        with pytest.raises(ValueError, match="must be"):
            overlaps.overlap_sliders(**options)  # type: ignore[arg-type]
