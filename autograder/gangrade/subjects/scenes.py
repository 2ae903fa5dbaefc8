"""What is drawn of a target, as data, and how samples are drawn over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

MOST_DOTS = 5000


@dataclass(frozen=True)
class Plane:
    """A part of the plane, in which samples are points of shape (n, 2)."""

    low: NDArray[np.float64]
    """The left and lower limit, shape (2,)."""
    high: NDArray[np.float64]
    line: NDArray[np.float64] | None = None
    """Places on the target, in order, shape (n, 2)."""
    centres: NDArray[np.floating[Any]] | None = None
    """Of circles around the target's parts, shape (n, 2)."""
    radius: float = 0.0
    names: tuple[str, str] = ("", "")
    """Of the coordinates."""
    square: bool = False
    """Whether both coordinates have one scale, so that circles are round."""
    dot: float = 6
    """The area of a sample, in square points."""

    has_legend = True

    def inside(self, samples: NDArray[Any]) -> NDArray[np.bool_]:
        """Say of each sample whether it is in sight."""
        return np.asarray(((samples > self.low) & (samples < self.high)).all(axis=1))

    def shown(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return those of the samples that a picture needs: all, for it says how many it lacks."""
        return samples

    def draw(self, axes: Axes, samples: NDArray[Any], real: str, fake: str) -> str:
        """Draw samples and target in these colours; return a sentence on what is not in sight."""
        inside = self.inside(samples)
        x, y = samples[inside][:MOST_DOTS].T
        axes.scatter(x, y, s=self.dot, color=fake, alpha=0.45, linewidths=0, rasterized=True)
        if self.line is not None:
            axes.plot(*self.line.T, color=real, linewidth=2)
        angle = np.linspace(0, 2 * np.pi, 60)
        for cx, cy in self.centres if self.centres is not None else ():
            axes.plot(
                cx + self.radius * np.cos(angle), cy + self.radius * np.sin(angle), color=real
            )
        axes.set(
            xlim=(self.low[0], self.high[0]),
            ylim=(self.low[1], self.high[1]),
            xlabel=self.names[0],
            ylabel=self.names[1],
        )
        if self.square:
            axes.set_aspect("equal")
        outside = int(len(inside) - inside.sum())
        return (
            f"{outside} of the {len(inside)} points lie outside of this picture." if outside else ""
        )


@dataclass(frozen=True)
class Images:
    """Rows of grey images; samples have shape (n, height, width)."""

    rows: int = 6
    columns: int = 8
    black: float = -1.0
    """The number of a black pixel; that of a white one is 1."""

    has_legend = False

    def shown(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the first images, as many as are drawn."""
        return samples[: self.rows * self.columns]

    def draw(self, axes: Axes, samples: NDArray[Any], real: str, fake: str) -> str:  # noqa: ARG002
        """Draw the first images; whatever they are to look like, everybody knows."""
        shown = np.clip(samples[: self.rows * self.columns], self.black, 1)
        _, height, width = shown.shape
        frame = np.ones((self.rows * self.columns, height + 1, width + 1))
        frame[: len(shown), 1:, 1:] = shown
        tiles = frame.reshape(self.rows, self.columns, height + 1, width + 1).swapaxes(1, 2)
        grid = tiles.reshape(self.rows * (height + 1), self.columns * (width + 1))
        axes.imshow(grid, cmap="gray", vmin=self.black, vmax=1, interpolation="nearest")
        axes.set(xticks=[], yticks=[])
        return ""


Scene = Plane | Images
