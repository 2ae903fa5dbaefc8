"""Pictures for reports: what networks made, and the losses while they learned."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from dataclasses import dataclass, replace

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from gangrade.results.result import Evidence
from gangrade.subjects import METHODS, SUBJECTS, Loss


@dataclass(frozen=True)
class _Style:
    """Colours of a picture: the blue and orange of Okabe and Ito, that colour-blind people tell
    apart, in a dark shade for light pages and in a light one for dark pages.
    """

    text: str
    blue: str
    orange: str


_LIGHT = _Style(text="#333333", blue="#0072B2", orange="#D55E00")
_DARK = _Style(text="#DDDDDD", blue="#56B4E9", orange="#E69F00")


@dataclass(frozen=True)
class Picture:
    """A picture as data URIs, one for light pages and one for dark pages."""

    caption: str
    alt: str
    light: str
    dark: str


def draw(evidence: Evidence, pixels: bool = False) -> list[Picture]:
    """Return the pictures of the samples and of the losses.

    They are SVG, or PNG with ``pixels``: on white, for hosts that show nothing else.
    """
    # All values come from a student's program: any number, also infinity, in any amount.
    subject, method = SUBJECTS[evidence.subject], METHODS[evidence.method]
    scene = subject.scene(evidence.target)
    samples = np.asarray(evidence.samples, dtype=np.float64)
    seen = ""

    def draw_samples(axes: Axes, style: _Style) -> None:
        nonlocal seen
        seen = scene.draw(axes, samples, real=style.blue, fake=style.orange)
        if scene.has_legend:
            _legend(axes, style, {"generated": style.orange, "real": style.blue})

    image = _picture(draw_samples, subject.caption, subject.caption, pixels=pixels)
    if seen:
        image = replace(image, caption=f"{image.caption} {seen}", alt=f"{image.alt} {seen}")
    losses = {
        loss: values
        for loss in method.losses
        if (values := _finite(evidence.history(loss.name))).size
    }
    if not losses:
        return [image]

    def draw_losses(axes: Axes, style: _Style) -> None:
        colours = dict(zip(method.losses, (style.blue, style.orange), strict=False))
        for loss, values in losses.items():
            axes.plot(*values, color=colours[loss], linewidth=1.2)
            _balance(axes, loss, colours[loss])
        highest = max(np.percentile(values[1], 99) for values in losses.values())
        axes.set_ylim(0, 1.15 * max(method.losses_top, float(highest)))
        axes.set_xlabel("step or epoch")
        axes.set_ylabel("loss")
        _legend(axes, style, {loss.label: colours[loss] for loss in losses})

    ends = "; ".join(
        f"{loss.label} from {values[1][0]:.3g} to {values[1][-1]:.3g}"
        for loss, values in losses.items()
    )
    return [
        image,
        _picture(
            draw_losses,
            caption=method.losses_caption,
            alt=f"Line plot of the losses over the training: {ends}.",
            pixels=pixels,
        ),
    ]


def _balance(axes: Axes, loss: Loss, colour: str) -> None:
    if loss.balance is None:
        return
    text, level = loss.balance
    axes.axhline(level, color=colour, linewidth=1, linestyle=":")
    axes.annotate(
        text,
        (1, level),
        xycoords=("axes fraction", "data"),
        xytext=(4, 0),
        textcoords="offset points",
        verticalalignment="center",
        color=colour,
    )


def _finite(history: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return those steps and values, shape (2, n), that can be drawn."""
    return history[:, np.isfinite(history[1]) & (np.abs(history[1]) < 1e12)]


def _legend(axes: Axes, style: _Style, colours: dict[str, str]) -> None:
    handles = [axes.plot([], [], color=colour, linewidth=4)[0] for colour in colours.values()]
    axes.legend(
        handles,
        list(colours),
        loc="lower center",
        bbox_to_anchor=(0.5, 1),
        ncols=len(colours),
        frameon=False,
        labelcolor=style.text,
        handlelength=1,
    )


def _picture(draw: Callable[[Axes, _Style], None], caption: str, alt: str, pixels: bool) -> Picture:
    def uri(style: _Style) -> str:
        figure = Figure(figsize=(4.2, 3), layout="constrained")
        axes = figure.subplots()
        draw(axes, style)
        axes.tick_params(colors=style.text)
        axes.xaxis.label.set_color(style.text)
        axes.yaxis.label.set_color(style.text)
        for side, spine in axes.spines.items():
            spine.set_color(style.text)
            spine.set_visible(side in {"left", "bottom"})
        buffer = io.BytesIO()
        if pixels:
            figure.savefig(buffer, format="png", dpi=150, metadata={"Software": None})
            return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
        # The salt and the missing date give equal results equal bytes.
        with matplotlib.rc_context({"svg.hashsalt": "gangrade"}):
            figure.savefig(buffer, format="svg", dpi=200, transparent=True, metadata={"Date": None})
        return "data:image/svg+xml;base64," + base64.b64encode(buffer.getvalue()).decode()

    light = uri(_LIGHT)
    return Picture(caption, alt, light, dark=light if pixels else uri(_DARK))
