"""Plots of points and losses: real and discriminator in blue, generated and generator in orange."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from gankit.curves import Curve

# Two colours of the Okabe-Ito palette, which colour-blind readers can tell apart.
BLUE, ORANGE = "#0072B2", "#D55E00"

D_BALANCE, G_BALANCE = 2 * math.log(2), math.log(2)
"""The losses of a discriminator that cannot tell real from fake, and of its generator."""


def plot_points(
    real: ArrayLike | Callable[[Any], Any] | None,
    generated: ArrayLike | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw real points, and generated points over them if there are any.

    Args:
        real: points of shape (n, 2), or a curve, which is drawn as a line.
        generated: points of shape (n, 2).
        title: the plot's title.
        ax: where to draw; a new figure if None.

    Returns:
        The axes. ``real=None`` draws a note that there are no points yet.
    """
    ax = ax or _new_axes(width=5)
    if callable(real):
        ax.plot(*Curve("", real).points().T, color=BLUE, linewidth=2, label="real")
    elif real is not None:
        ax.scatter(*_columns(real), s=10, color=BLUE, alpha=0.5, linewidths=0, label="real")
    else:
        ax.text(0.5, 0.5, "no points yet", transform=ax.transAxes, ha="center", color="gray")
    if generated is not None:
        x, y = _columns(generated)
        ax.scatter(x, y, s=10, color=ORANGE, alpha=0.5, linewidths=0, label="generated")
        legend = ax.legend(loc="best", frameon=False)
        for handle in legend.legend_handles:
            if handle is not None:
                handle.set_alpha(1)
    ax.set(xlabel="X1", ylabel="X2", title=title or "")
    return ax


def plot_losses(history: Mapping[str, Sequence[float]], ax: Axes | None = None) -> Axes:
    """Draw the losses of a training, with the values that they have in perfect balance.

    Args:
        history: ``history["d_loss"]`` and ``history["g_loss"]``, one value per step or per epoch.
        ax: where to draw; a new figure if None.

    Returns:
        The axes.
    """
    ax = ax or _new_axes(width=7)
    for key, name, color, balance, text in [
        ("d_loss", "discriminator", BLUE, D_BALANCE, "2 ln 2"),
        ("g_loss", "generator", ORANGE, G_BALANCE, "ln 2"),
    ]:
        losses = np.asarray(history[key], dtype=np.float64)
        ax.plot(np.arange(1, len(losses) + 1), losses, color=color, label=name)
        ax.axhline(balance, color=color, linestyle=":", linewidth=1)
        ax.annotate(
            text,
            xy=(1, balance),
            xycoords=("axes fraction", "data"),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            color=color,
        )
    ax.set(xlabel="entry in the history", ylabel="loss", ylim=(0, None))
    ax.legend(loc="best", frameon=False)
    return ax


def _new_axes(width: float) -> Axes:
    return plt.subplots(figsize=(width, 3.2), layout="constrained")[1]


def _columns(points: ArrayLike) -> tuple[Any, Any]:
    array = np.asarray(points)
    if array.ndim != 2 or array.shape[1] != 2:
        raise ValueError(f"points must have shape (n, 2), but these have shape {array.shape}")
    return array[:, 0], array[:, 1]
