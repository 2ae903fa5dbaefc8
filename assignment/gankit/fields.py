"""What a discriminator says in the plane, and where it pushes generated points."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Circle
from numpy.typing import ArrayLike, NDArray

from gankit.curves import Curve
from gankit.plots import BLUE, ORANGE

Floats = NDArray[np.float64]
Answers = Callable[[Any], Any]
"""A network, or one with weights of its own: from points to logits."""
Show = Literal["logit", "probability"]

COLOURS = LinearSegmentedColormap.from_list("real or fake", [ORANGE, "white", BLUE])
"""Orange where the discriminator says fake, white where it cannot tell, blue where it says real."""


def field(
    generator: Any,
    discriminator: Any,
    *,
    generator_loss: Callable[[Any], Any] | None,
    latents: ArrayLike,
    real: Any = None,
    show: Show = "logit",
    ax: Axes | None = None,
) -> Axes:
    """Draw what the discriminator says everywhere, and where it pushes generated points.

    Args:
        generator: from latents to points of shape (n, 2).
        discriminator: from points to logits of shape (n, 1).
        generator_loss: from logits to a scalar. Each arrow shows where the point would go so that
            this gets smaller; their lengths compare with one another. None: no arrows.
        latents: of shape (n, k).
        real: a curve, points of shape (n, 2), the pair (centres, sigma) of a ring, or nothing.
        show: "logit", or "probability" for its sigmoid.
        ax: where to draw; a new figure if None.

    Returns:
        The axes.

    Raises:
        ValueError: if ``show`` is something else, or the generator gives no points in the plane.
    """
    check_show(show)
    points = points_of(generator(np.asarray(latents, np.float32)))
    real = Real.of(real)
    window, equal = equal_units(window_around([points], real))
    grid = answers_in(discriminator, window, size=64)
    if ax is None:
        tall = 4.4 * (window[3] - window[2]) / (window[1] - window[0]) if equal else 3.2
        _, ax = plt.subplots(figsize=(5.6, tall + 0.8), layout="constrained")
    most = reach_of(grid) if show == "logit" else 1.0
    if show == "probability":
        grid = probability(grid)
    picture = ax.imshow(
        grid,
        origin="lower",
        extent=window,
        aspect="equal" if equal else "auto",
        cmap=COLOURS,
        vmin=-most if show == "logit" else 0,
        vmax=most,
        alpha=0.7,
    )
    label = "fake   ←   logit   →   real" if show == "logit" else "probability of real"
    # As long as the picture, whatever its shape.
    ax.figure.colorbar(picture, cax=ax.inset_axes((1.03, 0, 0.04, 1)), label=label)
    draw_real(ax, real)
    size = np.asarray(latents).shape[1]
    for line in latent_grid(size):
        ax.plot(*points_of(generator(line)).T, color="gray", linewidth=0.6, alpha=0.6)
    x, y = points.T
    ax.scatter(x, y, s=12, color=ORANGE, edgecolors="white", linewidths=0.4, label="generated")
    if generator_loss is not None:
        some = points[:40]
        push = pushes(discriminator, some, generator_loss)
        if (push**2).sum() > 0:
            ax.quiver(
                *some.T,
                *push.T,
                angles="xy",
                scale_units="xy",
                scale=_scale(push, window),
                width=0.003,
            )
    ax.set(xlabel="X1", ylabel="X2", xlim=window[:2], ylim=window[2:])
    return ax


def check_show(show: str, others: tuple[str, ...] = ()) -> None:
    """Raise a ValueError that says what there is, if ``show`` is something else."""
    known = ("logit", "probability", *others)
    if show not in known:
        raise ValueError(f"show must be one of {', '.join(map(repr, known))}, not {show!r}")


class Real:
    """What generated points should be like, as something to draw."""

    def __init__(self, kind: str, values: Floats, radius: float = 0.0):
        """Take what is drawn: "line", "points", "circles" of a radius, or "nothing"."""
        self.kind, self.values, self.radius = kind, values, radius

    @classmethod
    def of(cls, real: Any) -> Real:
        """Return what to draw for a curve, points, or the pair (centres, sigma) of a ring.

        Raises:
            ValueError: if it is none of these.
        """
        if isinstance(real, Real):
            return real
        if real is None:
            return cls("nothing", np.empty((0, 2)))
        if callable(real):
            return cls("line", Curve("", real).points(200))
        if isinstance(real, tuple) and len(real) == 2 and np.ndim(real[1]) == 0:
            return cls("circles", points_of(real[0]), 3 * float(real[1]))
        return cls("points", points_of(real)[:300])


def points_of(values: Any) -> Floats:
    """Return points of shape (n, 2).

    Raises:
        ValueError: if these have another shape.
    """
    points = np.asarray(values, np.float64)
    if points.ndim != 2 or points.shape[1] != 2:
        raise ValueError(f"points must have shape (n, 2), but these have shape {points.shape}")
    return points


def draw_real(ax: Axes, real: Real) -> None:
    """Draw the real data."""
    if real.kind == "line":
        ax.plot(*real.values.T, color=BLUE, linewidth=2, label="real")
    elif real.kind == "points":
        ax.plot(*real.values.T, "+", color=BLUE, markersize=5, label="real")
    for centre in real.values if real.kind == "circles" else ():
        ax.add_patch(Circle(tuple(centre), real.radius, fill=False, color=BLUE, linewidth=1.5))


def window_around(clouds: list[Floats], real: Real) -> tuple[float, float, float, float]:
    """Return left, right, bottom and top of a picture that shows real data and most of the points.

    Where points lie far away it is at most two and a half times as wide and high as the real data.
    """
    points = np.concatenate(clouds)
    points = points[np.isfinite(points).all(axis=1)]
    if len(points) == 0:
        points = np.zeros((1, 2))
    low, high = np.quantile(points, 0.02, axis=0), np.quantile(points, 0.98, axis=0)
    if len(real.values):
        left, right = real.values.min(axis=0) - real.radius, real.values.max(axis=0) + real.radius
        size = right - left
        low = np.maximum(np.minimum(low, left), left - 0.75 * size)
        high = np.minimum(np.maximum(high, right), right + 0.75 * size)
    margin = 0.08 * (high - low) + 1e-3
    (left, bottom), (right, top) = (low - margin).tolist(), (high + margin).tolist()
    return left, right, bottom, top


def equal_units(
    window: tuple[float, float, float, float],
) -> tuple[tuple[float, float, float, float], bool]:
    """Return the window made wider or higher, so that units are equally long in x and y.

    Then arrows and circles look as they are. A picture is at least half as high as wide and at most
    a quarter higher. If one range is more than five times the other, the window stays as it is and
    the second value is False.
    """
    left, right, bottom, top = map(float, window)
    wide, tall = right - left, top - bottom
    if not 0.2 <= tall / wide <= 5:
        return (left, right, bottom, top), False
    more_x, more_y = max(0.0, tall / 1.25 - wide) / 2, max(0.0, 0.5 * wide - tall) / 2
    return (left - more_x, right + more_x, bottom - more_y, top + more_y), True


def answers_in(discriminator: Answers, window: tuple[float, ...], size: int) -> Floats:
    """Return the logits on a grid over the window: shape (size, size), the bottom row first."""
    # The middles of cells, as a picture of so many pixels shows them.
    share = (np.arange(size) + 0.5) / size
    x = window[0] + share * (window[1] - window[0])
    y = window[2] + share * (window[3] - window[2])
    grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2).astype(np.float32)
    return np.asarray(discriminator(grid), np.float64).reshape(size, size)


def pushes(
    discriminator: Answers, points: ArrayLike, generator_loss: Callable[[Any], Any]
) -> Floats:
    """Return where each point would go so that the generator's loss gets smaller: shape (n, 2).

    It is minus the gradient of the loss with respect to the point, times n, because the loss is a
    mean over the points.
    """
    x = tf.convert_to_tensor(np.asarray(points, np.float32))
    with tf.GradientTape() as tape:
        tape.watch(x)
        loss = generator_loss(discriminator(x))
    gradient = tape.gradient(loss, x)
    return np.zeros(x.shape) if gradient is None else -len(x) * np.asarray(gradient, np.float64)


def latent_grid(size: int, lines: int = 9, reach: float = 2.0) -> NDArray[np.float32]:
    """Return lines in the space of the latents: shape (2·lines, 25, size), or one if size is 1.

    The first two latents go from -reach to reach, one at a time; the others are 0.
    """
    along = np.linspace(-reach, reach, 25)
    if size == 1:
        return np.asarray(along[None, :, None], np.float32)
    grid = np.zeros((2, lines, len(along), size), np.float32)
    for axis in (0, 1):
        grid[axis, :, :, axis] = along
        grid[axis, :, :, 1 - axis] = np.linspace(-reach, reach, lines)[:, None]
    return grid.reshape(2 * lines, len(along), size)


def reach_of(logits: Floats) -> float:
    """Return the logit of the strongest colour: a round number that few of them exceed."""
    finite = np.abs(logits[np.isfinite(logits)])
    most = np.quantile(finite, 0.95) if finite.size else 1.0
    return float(next((n for n in (0.5, 1, 2, 3, 5, 8, 12, 20, 50, 100) if n >= most), 200.0))


def probability(logits: Floats) -> Floats:
    """Return the sigmoid."""
    return np.asarray(0.5 * (1 + np.tanh(logits / 2)))


def with_weights(network: Any, weights: Any) -> Answers:
    """Return the network as it was with these weights; the network itself stays as it is."""
    trainable, others = weights

    def answers(inputs: Any) -> Any:
        return keras.ops.convert_to_tensor(
            network.stateless_call(trainable, others, inputs, training=False)[0]
        )

    return answers


def _scale(push: Floats, window: tuple[float, ...]) -> float:
    """Return a scale with which long arrows are a tenth as long as the picture is wide."""
    size = np.array([window[1] - window[0], window[3] - window[2]])
    longest = np.quantile(np.linalg.norm(push / size, axis=1), 0.95)
    return float(max(longest, 1e-12) / 0.1)
