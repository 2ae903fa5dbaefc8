"""Plots of points, images and losses.

Real points and the discriminator are blue, generated points and the generator are orange.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle
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
        _add_legend(ax)
    ax.set(xlabel="X1", ylabel="X2", title=title or "")
    return ax


def plot_ring(
    centres: ArrayLike,
    sigma: float,
    samples: ArrayLike | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a circle of radius 3 sigma around each centre, and generated points over them.

    99 of 100 real points lie within the circles.

    Args:
        centres: shape (modes, 2).
        sigma: the standard deviation of the real points around their centre.
        samples: generated points of shape (n, 2), if there are any yet.
        title: the plot's title.
        ax: where to draw; a new figure if None.

    Returns:
        The axes. Points that are not finite are not drawn.
    """
    ax = ax or _new_axes(width=4.4, height=4)
    middle = np.column_stack(_columns(centres))
    for centre in middle:
        ax.add_patch(Circle(centre, 3 * sigma, fill=False, color=BLUE, linewidth=1.5))
    # An empty scatter, because a legend would show a circle patch as a rectangle.
    ax.scatter([], [], s=60, facecolors="none", edgecolors=BLUE, linewidths=1.5, label="real (3 σ)")
    if samples is not None:
        x, y = _columns(samples)
        ax.scatter(x, y, s=6, color=ORANGE, alpha=0.5, linewidths=0, label="generated")
    ax.autoscale_view()
    _add_legend(ax, "center")  # where a ring is empty
    ax.set(xlabel="X1", ylabel="X2", title=title or "", aspect="equal")
    return ax


def plot_images(
    images: ArrayLike | None,
    title: str | None = None,
    ax: Axes | None = None,
    columns: int = 8,
) -> Axes:
    """Draw grey images side by side, row by row.

    Args:
        images: shape (n, h, w) or (n, h, w, 1): uint8 from 0 to 255, or floats from -1 to 1. The
            smallest number is black, the largest is white.
        title: the plot's title.
        ax: where to draw; a new figure if None.
        columns: how many images there are in a row.

    Returns:
        The axes. ``images=None`` draws a note that there are no images yet.

    Raises:
        ValueError: if the images have another shape or type.
    """
    if images is None:
        ax = ax or _new_axes(width=5)
        ax.text(0.5, 0.5, "no images yet", transform=ax.transAxes, ha="center", color="gray")
        ax.set(xticks=[], yticks=[], title=title or "")
        return ax
    mosaic = _mosaic(np.asarray(images), columns)
    height, width = mosaic.shape
    ax = ax or _new_axes(width=5, height=5 * height / width + (0.4 if title else 0.1))
    ax.imshow(mosaic, cmap="gray", vmin=-1, vmax=1, interpolation="nearest")
    ax.set_axis_off()
    ax.set_title(title or "")
    return ax


def _mosaic(images: Any, columns: int) -> Any:
    """Return images as one, in [-1, 1], with a gap of one pixel between them: NaN."""
    flat = images[..., 0] if images.ndim == 4 and images.shape[3] == 1 else images
    if flat.ndim != 3 or flat.size == 0:
        raise ValueError(
            f"images must have shape (n, h, w) or (n, h, w, 1), but these have {images.shape}"
        )
    if flat.dtype == np.uint8:
        flat = flat / 127.5 - 1
    elif not np.issubdtype(flat.dtype, np.floating):
        raise ValueError(
            "images must be uint8 from 0 to 255 or floats from -1 to 1, but they are of type "
            f"{flat.dtype}"
        )
    columns = min(columns, len(flat))
    rows = -(-len(flat) // columns)
    height, width = flat.shape[1] + 1, flat.shape[2] + 1
    mosaic = np.full((rows * height - 1, columns * width - 1), np.nan)
    for number, image in enumerate(flat):
        y, x = number // columns * height, number % columns * width
        mosaic[y : y + height - 1, x : x + width - 1] = image
    return mosaic


def plot_losses(history: Mapping[str, Sequence[float]], ax: Axes | None = None) -> Axes:
    """Draw the losses of a training, with the values that they have in perfect balance.

    Args:
        history: ``history["d_loss"]`` and ``history["g_loss"]``, one value per step or per epoch;
            or what Keras' ``fit`` returned, which holds them in its ``history``.
        ax: where to draw; a new figure if None.

    Returns:
        The axes.
    """
    ax = ax or _new_axes(width=7)
    history = getattr(history, "history", history)
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
    ax.set(xlabel="entry in the history", ylabel="loss", ylim=(0, _highest(ax)))
    ax.legend(loc="best", frameon=False)
    return ax


def _highest(ax: Axes) -> float:
    """Return the upper end of an axis that shows all lines, also those of axes that share it."""
    tops = [
        np.nanmax(values, initial=1e-6, where=np.isfinite(values))
        for one in ax.get_shared_y_axes().get_siblings(ax)
        for values in (np.asarray(line.get_ydata(), np.float64) for line in one.lines)
    ]
    return 1.05 * float(max(tops))


def _new_axes(width: float, height: float = 3.2) -> Axes:
    return plt.subplots(figsize=(width, height), layout="constrained")[1]


def _add_legend(ax: Axes, place: Literal["best", "center"] = "best") -> None:
    """Add a legend whose colours are not transparent."""
    legend = ax.legend(loc=place, frameon=place == "center")  # a circle in there is no data
    for handle in legend.legend_handles:
        if handle is not None:
            handle.set_alpha(1)


def _columns(points: ArrayLike) -> tuple[Any, Any]:
    array = np.asarray(points)
    if array.ndim != 2 or array.shape[1] != 2:
        raise ValueError(f"points must have shape (n, 2), but these have shape {array.shape}")
    return array[:, 0], array[:, 1]
