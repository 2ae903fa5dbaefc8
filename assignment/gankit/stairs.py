"""The Wasserstein distance of two sets of numbers with sliders: it is computed in the page."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from gankit.pages import Page, page
from gankit.plots import BLUE, ORANGE

MOST = 200
"""Numbers in a set."""


def wasserstein_sliders(a: ArrayLike, *, shift: float = 1.5, stretch: float = 1.0) -> Page:
    """Return two staircases with the area between them; the second set can be moved and stretched.

    The second set is b = mean + stretch · (a - mean) + shift, with the mean of a.

    Args:
        a: the first set, 2 to 200 finite numbers.
        shift: how far b is moved at first, -3 to 3.
        stretch: how much wider than a it is at first, 0 to 2.

    Raises:
        ValueError: if ``a`` is something else.
    """
    numbers = np.asarray(a, np.float64)
    if numbers.ndim != 1 or not 2 <= len(numbers) <= MOST or not np.isfinite(numbers).all():
        raise ValueError(
            f"a must be 2 to {MOST} finite numbers of shape (n,), but it has shape {numbers.shape}"
        )
    middle = numbers.mean()
    figure = Figure(figsize=(10, 3), layout="constrained")
    for ax, (by, wide) in zip(
        figure.subplots(1, 3, sharey=True), [(0.5, 1), (1.5, 1), (0, 2)], strict=True
    ):
        b = middle + wide * (numbers - middle) + by
        x = np.sort(np.concatenate([numbers, b]))
        stairs = [np.searchsorted(np.sort(v), x, side="right") / len(v) for v in (numbers, b)]
        ax.step(x, stairs[0], where="post", color=BLUE, label="a")
        ax.step(x, stairs[1], where="post", color=ORANGE, linestyle="--", label="b")
        ax.fill_between(x, *stairs, step="post", color="#999999", alpha=0.4, label="the work")
        area = np.sum(np.abs(stairs[0] - stairs[1])[:-1] * np.diff(x))
        ax.set(xlabel="x", title=f"shift {by}, stretch {wide}: area {area:.2f}")
        if ax.get_subplotspec().is_first_col():
            ax.set_ylabel("share of numbers at most x")
            ax.legend(frameon=False)
    text = (
        f"Two staircases over x, from 0 to 1: the shares of the {len(numbers)} numbers in a, and "
        "of those in b, that are at most x. The area between them is grey. If b is a, moved by a "
        "shift, the area is the shift: it is everywhere as wide as the shift is long. If b is "
        "stretched around the same mean, the stairs cross, and the area is not 0, though the means "
        "are equal."
    )
    key = "— share of a; ╌ share of b; grey: the area between them, which is the distance."
    data = {"a": np.round(numbers, 6).tolist(), "shift": shift, "stretch": stretch, "key": key}
    return page("stairs.js", data, still=figure, text=text)
