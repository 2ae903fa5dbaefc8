"""Films of trainings: what networks did, moment by moment, in a player of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from gankit.curves import Curve
from gankit.fields import (
    COLOURS,
    Real,
    answers_in,
    check_show,
    draw_real,
    latent_grid,
    points_of,
    probability,
    pushes,
    reach_of,
    window_around,
    with_weights,
)
from gankit.measures import distance
from gankit.pages import Binary, Page, page
from gankit.plots import D_BALANCE, G_BALANCE, ORANGE
from gankit.rings import ring_measures
from gankit.snapshots import Snapshots

Floats = NDArray[np.float64]
Show = Literal["logit", "probability", "weights"]

Loss = Callable[[Any], Any]
"""From logits to a scalar."""

MOMENTS = 50
"""A film shows at most so many; of more than two trainings fewer, so that it stays small."""
GRID = 44
"""Numbers of the field in each direction."""
PIXELS = 12_000
"""A contact sheet has at most so many, so that a film stays below a megabyte."""
FOLLOWED = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#CC79A7", "#FFFFFF")
"""Okabe and Ito's colours; each followed point has a number, too."""


LAYERS = {
    "field": "discriminator",
    "push": "push",
    "grid": "grid of latents",
    "paths": "paths of some points",
}
"""What a film of points can show and hide, by what the reader sees."""


@dataclass
class _Panel:
    """One training's pictures, before they are packed."""

    kind: str
    title: str
    text: str
    notes: list[str]
    steps: list[int]
    arrays: dict[str, NDArray[Any]]
    about: dict[str, Any] = field(default_factory=dict)
    losses: dict[str, Any] | None = None
    real: Real | None = None


def film(
    snapshots: Snapshots | Mapping[str, Snapshots],
    *,
    generator_loss: Loss | Mapping[str, Loss] | None = None,
    show: Show = "logit",
    layers: Sequence[str] = ("field", "push"),
    follow: int = 8,
    text: str = "",
) -> Page:
    """Return a film of one training, or of several beside one another, by their titles.

    Points are shown over the discriminator's answers, if the snapshots hold it; images as a sheet.
    Keys: space plays, the arrows go a moment on or back, Home and End go to the ends.

    Args:
        snapshots: what ``gankit.Snapshots`` kept. All trainings should be of the same kind.
        generator_loss: from logits to a scalar, for arrows that show where it pushes points; one
            for each title, if the trainings have different ones.
        show: "logit", "probability", or "weights": the histograms of the networks' weights.
        layers: what is drawn at first, of "field", "push", "grid" (of latents, as the generator
            bends it) and "paths" (of points that are followed). Readers choose for themselves.
        follow: how many points have a number and a path.
        text: what there is to see, for those who cannot see it; measures are added to it.

    Raises:
        ValueError: if ``show`` is something else, or the outputs are neither points nor images.
    """
    check_show(show, ("weights",))
    trainings = dict(snapshots) if isinstance(snapshots, Mapping) else {"": snapshots}
    if not trainings:
        raise ValueError("a film needs the snapshots of at least one training")
    if not isinstance(generator_loss, Mapping):
        generator_loss = dict.fromkeys(trainings, generator_loss) if generator_loss else {}
    panels = [
        panel
        for title, kept in trainings.items()
        for panel in _panels(
            title,
            kept,
            show=show,
            generator_loss=generator_loss.get(title),
            most=2 * MOMENTS // max(2, len(trainings)),
        )
    ]
    _same_scales(panels, show)
    longest = max((panel.steps for panel in panels), key=len)
    words = " ".join(
        filter(None, [text, *(" ".join(filter(None, [p.title, p.text])) for p in panels)])
    )
    binary = Binary()
    data = {
        "steps": longest,
        "panels": [_packed(panel, len(longest), binary) for panel in panels],
        "layers": _layers(panels),
        "hidden": [name for name in LAYERS if name not in layers],
        "follow": follow,
        "colours": FOLLOWED,
        "key": _key(panels, show),
    }
    return page("film.js", data, binary=bytes(binary.bytes), still=_still(panels), text=words)


def _panels(
    title: str, kept: Snapshots, *, show: Show, generator_loss: Loss | None, most: int
) -> list[_Panel]:
    """Return the pictures of one training: one, or two for a pair that gives images in the end."""
    count = len(kept.steps)
    chosen = np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(int)).tolist()
    steps = [kept.steps[i] for i in chosen]
    losses = _losses(kept)
    if show == "weights":
        return [_weights_panel(title, kept, chosen=chosen, losses=losses)]
    outputs = np.stack([kept.outputs[i] for i in chosen])
    if outputs.ndim == 3 and outputs.shape[2] == 2:
        panel = _points_panel(title, kept, outputs, chosen=chosen, generator_loss=generator_loss)
    elif _is_image(outputs.shape[1:]):
        panel = _images_panel(title, outputs, steps)
    else:
        raise ValueError(
            "a film shows points of shape (n, 2) or images of shape (n, h, w) or (n, h, w, 1), but "
            f"the {kept.names[0]} gives {outputs.shape[1:]}"
        )
    panel.steps, panel.losses = steps, losses
    if kept.second is None or not _is_image((0, *kept.second.output_shape[1:])):
        return [panel]
    made = [
        np.asarray(with_weights(kept.second, kept.weights[i][1])(kept.outputs[i])) for i in chosen
    ]
    panel.arrays.pop("field", None)
    images = _images_panel(f"{title} {kept.names[1]}".strip(), np.stack(made), steps)
    return [panel, images]


def _is_image(shape: Sequence[int]) -> bool:
    return len(shape) == 3 or (len(shape) == 4 and shape[3] == 1)


# --- points ---------------------------------------------------------------------------------------


def _points_panel(
    title: str,
    kept: Snapshots,
    outputs: NDArray[np.float32],
    *,
    chosen: Sequence[int],
    generator_loss: Callable[[Any], Any] | None,
) -> _Panel:
    real = Real.of(kept.real)
    clouds = [points_of(points) for points in outputs]
    window = window_around(clouds, real)
    arrays: dict[str, NDArray[Any]] = {"points": np.stack(clouds)}
    judged = kept.second is not None and kept.second.output_shape[1:] == (1,)
    if judged:
        judges = [with_weights(kept.second, kept.weights[i][1]) for i in chosen]
        arrays["field"] = np.stack([answers_in(judge, window, size=GRID) for judge in judges])
        if generator_loss is not None:
            pairs = zip(judges, clouds, strict=True)
            arrays["push"] = np.stack(
                [pushes(judge, cloud[:60], generator_loss) for judge, cloud in pairs]
            )
    if len(kept.first.input_shape) == 2:
        lines = latent_grid(kept.first.input_shape[1])[:, ::2]
        flat = lines.reshape(-1, lines.shape[2])
        makers = [with_weights(kept.first, kept.weights[i][0]) for i in chosen]
        grid = np.stack([points_of(make(flat)) for make in makers])
        arrays["grid"] = grid.reshape(len(chosen), *lines.shape[:2], 2)
    measured = [_measured(cloud, kept.real, real) for cloud in clouds]
    outside = [_outside(cloud, window) for cloud in clouds]
    notes = [", ".join(filter(None, both)) for both in zip(measured, outside, strict=True)]
    text = _sentence([kept.steps[i] for i in chosen], measured)
    return _Panel(
        "points", title, text=text, notes=notes, steps=[], arrays=arrays, real=real,
        about={"window": window},
    )  # fmt: skip


def _measured(cloud: Floats, target: Any, real: Real) -> str:
    """Return in words how far points are from the real ones."""
    if not np.isfinite(cloud).all():
        return "some points are not finite numbers"
    if real.kind == "circles":
        centres, sigma = target
        share = ring_measures(cloud, centres, sigma)["modes"]
        return f"{round(share * len(centres))} of {len(centres)} modes"
    if real.kind == "nothing":
        return ""
    target = Curve("", target).points(len(cloud)) if callable(target) else target
    return f"distance {distance(cloud, target):.3f}"


def _outside(cloud: Floats, window: Sequence[float]) -> str:
    left, right, bottom, top = window
    x, y = cloud.T
    count = int((~((x >= left) & (x <= right) & (y >= bottom) & (y <= top))).sum())
    return f"{count} of {len(cloud)} points are outside of the picture" if count else ""


def _sentence(steps: Sequence[int], measured: Sequence[str]) -> str:
    """Tell the measures of five moments."""
    some = np.unique(np.linspace(0, len(steps) - 1, 5).round().astype(int))
    told = [f"step {steps[i]}: {measured[i]}" for i in some if measured[i]]
    return f"The generated points at {'; '.join(told)}." if told else ""


# --- images and weights ---------------------------------------------------------------------------


def _images_panel(title: str, outputs: NDArray[Any], steps: list[int]) -> _Panel:
    images = outputs[..., 0] if outputs.ndim == 5 else outputs
    _, count, height, width = images.shape
    shown = max(1, min(count, 40, PIXELS // (height * width)))
    images = np.nan_to_num(images[:, :shown], nan=-1)
    differ = images.std(axis=1).mean(axis=(1, 2))
    some = np.unique(np.linspace(0, len(steps) - 1, 5).round().astype(int))
    told = "; ".join(f"{differ[i]:.2f} at step {steps[i]}" for i in some)
    return _Panel(
        "images", title, steps=steps, notes=[""] * len(images),
        arrays={"images": np.round(np.clip((images + 1) * 127.5, 0, 255)).astype(np.uint8)},
        about={"columns": min(10, shown)},
        text=f"A sheet of {shown} images. How much they differ from one another: {told}.",
    )  # fmt: skip


def _weights_panel(
    title: str, kept: Snapshots, *, chosen: Sequence[int], losses: dict[str, Any] | None
) -> _Panel:
    """Return histograms of the kernels of both networks."""
    moments = [
        [weight for network in kept.weights[i] for weight in network[0] if weight.ndim > 1]
        for i in chosen
    ]
    networks = [network for network in (kept.first, kept.second) if network is not None]
    names = [
        f"{name}, layer {number}"
        for network, name in zip(networks, kept.names, strict=False)
        for number, _ in enumerate([w for w in network.trainable_variables if w.ndim > 1], 1)
    ]
    columns = list(zip(*moments, strict=True))
    reach = [float(max(np.abs(np.nan_to_num(w)).max() for w in layer)) or 1.0 for layer in columns]
    counts = np.stack(
        [
            [
                np.histogram(w, bins=40, range=(-most, most))[0] / w.size
                for w, most in zip(moment, reach, strict=True)
            ]
            for moment in moments
        ]
    )
    spread = [f"{np.std(layer[0]):.2f} to {np.std(layer[-1]):.2f}" for layer in columns]
    told = "; ".join(f"{n} from {s}" for n, s in zip(names, spread, strict=True))
    return _Panel(
        "weights", title, steps=[kept.steps[i] for i in chosen], notes=[""] * len(chosen),
        text=f"Histograms of weights. Their standard deviations go, in the {told}.",
        arrays={"counts": counts.astype(np.float32)}, losses=losses,
        about={
            "names": names,
            "reach": reach,
            "most": (1.05 * counts.max(axis=(0, 2))).tolist(),
            "ratio": 0.28 * len(names),
        },
    )  # fmt: skip


def _losses(kept: Snapshots) -> dict[str, Any] | None:
    """Return the losses at most 400 times, and their balance where they are those of a GAN."""
    if not kept.loss_steps:
        return None
    some = np.unique(np.linspace(0, len(kept.loss_steps) - 1, 400).round().astype(int))
    balances = {"d_loss": D_BALANCE, "g_loss": G_BALANCE}
    names = list(kept.losses)
    series = [np.asarray(kept.losses[name], np.float32)[some] for name in names]
    ends = ", ".join(f"{name} {values[-1]:.2f}" for name, values in zip(names, series, strict=True))
    return {
        "names": names,
        "steps": [kept.loss_steps[i] for i in some],
        "series": series,
        "balance": [balances.get(name) for name in names],
        "text": f"The losses by step; at the end {ends}.",
    }


# --- one scale, packing ---------------------------------------------------------------------------


def _same_scales(panels: Sequence[_Panel], show: Show) -> None:
    """Give all panels the same axes, colours and lengths of arrows."""
    points = [panel for panel in panels if panel.kind == "points"]
    if points:
        low = np.min([p.about["window"] for p in points], axis=0)
        high = np.max([p.about["window"] for p in points], axis=0)
        window = [low[0], high[1], low[2], high[3]]
        wide, tall = window[1] - window[0], window[3] - window[2]
        ratio = tall / wide if 0.5 < tall / wide < 2 else 0.75
        for panel in points:
            _place(panel, [float(v) for v in window], ratio)
    fields = [panel for panel in points if "field" in panel.arrays]
    if fields:
        values = np.concatenate([panel.arrays["field"].ravel() for panel in fields])
        reach = 1.0 if show == "probability" else reach_of(values)
        for panel in fields:
            logits = panel.arrays["field"]
            share = 2 * probability(logits) - 1 if show == "probability" else logits / reach
            panel.arrays["field"] = np.clip(np.nan_to_num(share), -1, 1)
            panel.about["reach"] = reach
    arrows = [panel for panel in points if "push" in panel.arrays]
    if arrows:
        lengths = np.concatenate(
            [np.linalg.norm(panel.arrays["push"], axis=2).ravel() for panel in arrows]
        )
        longest = np.quantile(lengths[np.isfinite(lengths)], 0.95) or 1.0
        for panel in arrows:
            panel.arrays["push"] = np.nan_to_num(panel.arrays["push"]) / max(longest, 1e-12)
    told = [panel.losses for panel in panels if panel.losses]
    finite = [v[np.isfinite(v)] for losses in told for v in losses["series"]]
    ends = [float(end) for values in finite if values.size for end in (values.min(), values.max())]
    for losses in told:
        losses["bottom"] = 1.05 * min(0.0, *ends, 0.0)
        losses["top"] = 1.05 * max(1e-6, *ends, 0.0)


def _place(panel: _Panel, window: list[float], ratio: float) -> None:
    """Draw a panel in a window: arrows in its units, and the field stretched where it was."""
    wide, tall = window[1] - window[0], window[3] - window[2]
    if "field" in panel.arrays:
        panel.arrays["field"] = _moved(panel.arrays["field"], panel.about["window"], window)
    if "push" in panel.arrays:
        panel.arrays["push"] = panel.arrays["push"] / [wide, tall] * [1.0, ratio]
    panel.about = {"window": window, "ratio": ratio, "labels": ["X1", "X2"]}


def _moved(field: Floats, old: Sequence[float], new: Sequence[float]) -> Floats:
    """Return the fields on the grid of another window: the nearest number counts."""
    size = field.shape[1]

    def nearest(axis: int) -> NDArray[np.int64]:
        share = (np.arange(size) + 0.5) / size
        low, high = old[axis], old[axis + 1]
        places = (new[axis] + share * (new[axis + 1] - new[axis]) - low) / (high - low)
        found: NDArray[np.int64] = np.clip((places * size).astype(int), 0, size - 1)
        return found

    moved: Floats = field[:, nearest(2)][:, :, nearest(0)]
    return moved


def _packed(panel: _Panel, count: int, binary: Binary) -> dict[str, Any]:
    """Return what the player needs of a panel; a shorter training stands still at its end."""
    arrays = {}
    for name, values in panel.arrays.items():
        whole = np.concatenate([values, np.repeat(values[-1:], count - len(values), axis=0)])
        arrays[name] = binary.add(_small(name, whole, panel.about.get("window")))
    notes = panel.notes + panel.notes[-1:] * (count - len(panel.notes))
    losses = None
    if panel.losses:
        losses = {name: value for name, value in panel.losses.items() if name != "series"}
        for number, values in enumerate(panel.losses["series"]):
            arrays[f"loss{number}"] = binary.add(values)
    real = panel.real
    drawn = real and {
        "kind": real.kind,
        "values": np.round(real.values, 4).tolist(),
        "radius": real.radius,
    }
    about = {"kind": panel.kind, "title": panel.title, "text": panel.text, "notes": notes}
    return {**about, **panel.about, "arrays": arrays, "losses": losses, "real": drawn}


def _small(name: str, values: Any, window: Sequence[float] | None) -> Any:
    """Return numbers in one byte or two."""
    if name == "field":
        # Pictures begin with the top row.
        return np.round(values[:, ::-1] * 127 + 128).astype(np.uint8)
    if name == "push":
        return np.round(np.clip(values, -1, 1) * 127).astype(np.int8)
    if name in ("points", "grid") and window is not None:
        low, size = np.array(window[::2]), np.subtract(window[1::2], window[::2])
        share = np.nan_to_num((values - low) / size, nan=0.0, posinf=1.0, neginf=0.0)
        # Points beyond the picture lie at its rim; a note counts them.
        return np.round(np.clip(share, 0, 1) * 65535).astype(np.uint16)
    return values


def _layers(panels: Sequence[_Panel]) -> dict[str, str]:
    """Return what can be shown and hidden."""
    there = {name for panel in panels for name in panel.arrays}
    if "points" in there:
        there.add("paths")
    return {name: text for name, text in LAYERS.items() if name in there}


def _key(panels: Sequence[_Panel], show: Show) -> str:
    """Return a sentence on what is what."""
    first = panels[0]
    if first.kind != "points":
        return ""
    words = {"line": "line", "circles": "circles (3 σ)", "points": "crosses"}
    parts = ["Dots: generated points"]
    if first.real and first.real.kind in words:
        parts.append(f"{words[first.real.kind]}: real data")
    if "field" in first.arrays:
        strongest = (
            "the probability 0 or 1"
            if show == "probability"
            else f"a logit of ±{first.about['reach']:g}"
        )
        parts.append(
            "background: blue where the discriminator says real, orange where it says fake, "
            f"strongest at {strongest}"
        )
    if "push" in first.arrays:
        parts.append("arrows: where the generator's loss pushes a point")
    return "; ".join(parts) + "."


# --- the picture where scripts do not run ---------------------------------------------------------


def _still(panels: Sequence[_Panel]) -> Figure:
    """Draw four moments of each panel."""
    figure = Figure(figsize=(11, 2.7 * len(panels)))
    figure.subplots_adjust(left=0.04, right=0.99, bottom=0.1, top=0.9, hspace=0.4)
    rows = figure.subplots(len(panels), 4, squeeze=False)
    for panel, row in zip(panels, rows, strict=True):
        moments = np.linspace(0, len(panel.steps) - 1, 4).round().astype(int)
        for moment, ax in zip(moments, row, strict=True):
            _draw(panel, int(moment), ax)
            ax.set_title(f"{panel.title} step {panel.steps[moment]}".strip(), fontsize=9)
            ax.tick_params(labelsize=7)
    return figure


def _draw(panel: _Panel, moment: int, ax: Any) -> None:
    if panel.kind == "images":
        from gankit.plots import plot_images

        plot_images(panel.arrays["images"][moment], ax=ax, columns=panel.about["columns"])
    elif panel.kind == "weights":
        for counts, name in zip(panel.arrays["counts"][moment], panel.about["names"], strict=True):
            ax.plot(np.linspace(-1, 1, len(counts)), counts, label=name)
        ax.set_xlabel("share of the largest weight")
    else:
        window = panel.about["window"]
        if "field" in panel.arrays:
            image = panel.arrays["field"][moment]
            ax.imshow(
                image, origin="lower", extent=window, aspect="auto", cmap=COLOURS, vmin=-1, vmax=1
            )
        if panel.real:
            draw_real(ax, panel.real)
        ax.scatter(*panel.arrays["points"][moment].T, s=3, color=ORANGE)
        ax.set(xlim=window[:2], ylim=window[2:])
