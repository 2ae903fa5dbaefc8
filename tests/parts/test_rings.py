"""Rings of clouds: their centres, points drawn from them, and their plot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gankit
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Circle


def test_centres_of_a_ring() -> None:
    np.testing.assert_allclose(gankit.ring(4), [[1, 0], [0, 1], [-1, 0], [0, -1]], atol=1e-6)
    turned = gankit.ring(2, radius=3, rotation=np.pi / 2)
    np.testing.assert_allclose(turned, [[0, 3], [0, -3]], atol=1e-6)
    assert gankit.ring().shape == (8, 2)
    assert gankit.ring().dtype == np.float32
    np.testing.assert_allclose(gankit.ring(1, 2), [[2, 0]])


@pytest.mark.parametrize("modes", [1, 3, 8, 11])
@pytest.mark.parametrize(("radius", "rotation"), [(0.5, 0.3), (2.0, -1.0)])
def test_centres_are_evenly_spaced(modes: int, radius: float, rotation: float) -> None:
    centres = gankit.ring(modes, radius, rotation)
    np.testing.assert_allclose(np.linalg.norm(centres, axis=1), radius, rtol=1e-6)
    steps = np.linalg.norm(centres - np.roll(centres, 1, axis=0), axis=1)
    np.testing.assert_allclose(steps, 2 * radius * np.sin(np.pi / modes), atol=1e-6)


def test_points_follow_the_ring() -> None:
    centres, sigma = gankit.ring(5, 2.0, 0.4), 0.05
    points = gankit.sample_ring(20000, centres, sigma, np.random.default_rng(0))
    assert points.shape == (20000, 2) and points.dtype == np.float32
    distances = np.linalg.norm(points[:, None] - centres, axis=2)
    nearest = distances.argmin(axis=1)
    np.testing.assert_allclose(np.bincount(nearest) / 20000, 0.2, atol=0.015)
    noise = points - centres[nearest]
    np.testing.assert_allclose(np.cov(noise.T), np.eye(2) * sigma**2, atol=0.05 * sigma**2)
    np.testing.assert_allclose(noise.mean(axis=0), 0, atol=0.05 * sigma)
    assert np.mean(distances.min(axis=1) < 3 * sigma) == pytest.approx(1 - np.exp(-4.5), abs=0.003)


def test_points_depend_on_the_rng_only() -> None:
    def draw(seed: int) -> Any:
        return gankit.sample_ring(50, gankit.ring(), 0.02, np.random.default_rng(seed))

    np.testing.assert_array_equal(draw(1), draw(1))
    assert not np.array_equal(draw(1), draw(2))


def test_edge_cases() -> None:
    rng = np.random.default_rng(0)
    assert gankit.sample_ring(0, gankit.ring(), 0.1, rng).shape == (0, 2)
    still = gankit.sample_ring(100, [[1, 2], [3, 4]], 0, rng)
    assert {tuple(point) for point in still.tolist()} == {(1, 2), (3, 4)}


def test_what_is_wrong_is_said() -> None:
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="at least 1 mode, not 0"):
        gankit.ring(0)
    for centres in ([1, 2], np.zeros((3, 3)), np.zeros((0, 2))):
        with pytest.raises(ValueError, match=r"shape \(modes, 2\)"):
            gankit.sample_ring(3, centres, 0.1, rng)
    for sigma in (-0.1, np.nan):
        with pytest.raises(ValueError, match="sigma must not be negative"):
            gankit.sample_ring(3, gankit.ring(), sigma, rng)


# --- plot ----------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _close_figures() -> Iterator[None]:
    yield
    plt.close("all")


def test_plot_ring() -> None:
    centres = gankit.ring(5, 2.0)
    points = gankit.sample_ring(30, centres, 0.1, np.random.default_rng(0))
    axes = gankit.plot_ring(centres, 0.1, points, "After training")
    assert isinstance(axes, Axes)
    assert axes.get_title() == "After training"
    circles = [patch for patch in axes.patches if isinstance(patch, Circle)]
    np.testing.assert_allclose([circle.get_center() for circle in circles], centres)
    assert {round(circle.get_radius(), 9) for circle in circles} == {0.3}
    drawn = [len(c.get_offsets()) for c in axes.collections]  # type: ignore[arg-type]
    assert drawn == [0, 30]
    legend = axes.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["real (3 σ)", "generated"]
    axes.figure.canvas.draw()
    for low, high in (axes.get_xlim(), axes.get_ylim()):
        assert low < centres.min() - 0.2 and high > centres[:, 0].min() + 0.3
    assert axes.get_xlim()[1] > 2.3


def test_plot_ring_without_points_or_with_bad_ones() -> None:
    given = plt.subplots()[1]
    assert gankit.plot_ring(gankit.ring(), 0.02, ax=given) is given
    assert len(given.patches) == 8
    bad = np.array([[np.nan, 0], [np.inf, 1], [0.5, 0.5]])
    gankit.plot_ring(gankit.ring(), 0.02, bad).figure.canvas.draw()
    with pytest.raises(ValueError, match=r"shape \(n, 2\)"):
        gankit.plot_ring(gankit.ring(), 0.02, np.zeros((3, 3)))
