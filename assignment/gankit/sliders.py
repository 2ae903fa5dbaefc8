"""The Dirac-GAN with sliders: it is trained in the page, without a kernel."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from gankit.fields import points_of
from gankit.pages import Page, page
from gankit.plots import BLUE


def dirac_sliders(
    path: ArrayLike | None = None, *, gamma: float = 0.0, lr: float = 0.1, uneven: bool = False
) -> Page:
    """Return a Dirac-GAN whose settings can be moved.

    Args:
        path: your own path, of shape (steps + 1, 2) with the columns theta and psi. It is laid over
            the page's own, which begins where it begins.
        gamma: the penalty's factor at first.
        lr: the learning rate at first.
        uneven: whether each player has its own rate, and the generator may rest.

    Raises:
        ValueError: if the path has another shape.
    """
    own = None if path is None else points_of(path)
    if own is not None and len(own) == 0:
        raise ValueError("the path has no points")
    start = (1.0, 1.0) if own is None else (float(own[0, 0]), float(own[0, 1]))
    figure = Figure(figsize=(4.5, 4), layout="constrained")
    ax = figure.subplots()
    text = "A plane with theta to the right and psi upwards. The goal is (0, 0)."
    data: dict[str, Any] = {"start": start, "gamma": gamma, "lr": lr, "path": None}
    data["uneven"] = uneven
    key = "Arrows: where a small step goes; line: the path of these settings; ✕ start; ★ goal"
    if own is not None:
        kept = own[np.isfinite(own).all(axis=1)]
        data["path"] = np.round(kept, 7).tolist()
        key += "; dashed: your dirac_gan"
        ax.plot(*kept.T, "--", color=BLUE)
        ends = np.linalg.norm(kept[[0, -1]], axis=1)
        text += (
            f" Your path begins at the distance {ends[0]:.3f} from there and ends at {ends[1]:.3f}."
        )
    ax.plot(0, 0, "*", color="black", markersize=12)
    ax.set(xlabel="theta", ylabel="psi", xlim=(-2, 2), ylim=(-2, 2))
    sliders = (
        "Four sliders, gamma, both learning rates and how often the generator works,"
        if uneven
        else "Two sliders, gamma and the learning rate,"
    )
    text += f" {sliders} and two switches change how it is trained."
    return page("dirac.js", {**data, "key": key + "."}, still=figure, text=text)
