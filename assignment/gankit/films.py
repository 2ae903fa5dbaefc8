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
    Answers,
    Real,
    answers_in,
    check_show,
    draw_real,
    equal_units,
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
from gankit.rings import LEAST, NEAR
from gankit.snapshots import Snapshots

Floats = NDArray[np.float64]
Show = Literal["logit", "probability", "weights"]

Loss = Callable[[Any], Any]
"""From logits to a scalar."""

MOMENTS = 50
"""A film shows at most so many; of more than two trainings fewer, so that it stays small."""
GRID = 44
"""Numbers of the field in each direction."""
PIXELS = 10_000
"""The sheets of a moment have at most so many, so that a film stays below a megabyte."""
ARROWS = 24
"""So many points have an arrow; more of them hide one another."""
LONGEST = 1.5
"""The longest arrow, in units of the one in the legend."""
FOLLOWED = (
    "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#CC79A7", "#0072B2", "#D55E00", "#BBBBBB",
)  # fmt: skip
"""Okabe and Ito's colours; each followed point has a number, too."""


LAYERS = {
    "field": "discriminator",
    "push": "push",
    "momentum": "momentum",
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
    clouds: list[Floats] = field(default_factory=list)
    judges: list[Answers] = field(default_factory=list)


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
            bends it), "paths" (of points that are followed) and "momentum" (where earlier gradients
            carry points, if the snapshots hold it). Readers choose for themselves.
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
            share=1 / len(trainings),
        )
    ]
    _same_scales(panels, show)
    longest = max((panel.steps for panel in panels), key=len)
    told = [": ".join(filter(None, [panel.title, panel.text])) for panel in panels]
    words = "\n".join(filter(None, [text, *told]))
    binary = Binary()
    data = {
        "steps": longest,
        "panels": [_packed(panel, len(longest), binary) for panel in panels],
        "layers": _layers(panels),
        "hidden": [name for name in LAYERS if name not in layers],
        "follow": follow,
        "colours": FOLLOWED,
        "key": _key(panels, follow),
        "bar": _bar(panels, show),
        "longest": LONGEST,
    }
    return page("film.js", data, binary=bytes(binary.bytes), still=_still(panels), text=words)


def _panels(
    title: str, kept: Snapshots, *, show: Show, generator_loss: Loss | None, share: float
) -> list[_Panel]:
    """Return the pictures of one training: one, or two for a pair that gives images in the end."""
    count, most = len(kept.steps), int(MOMENTS * min(1, 2 * share))
    pixels = int(PIXELS * share * MOMENTS / most)
    chosen = np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(int)).tolist()
    steps = [kept.steps[i] for i in chosen]
    losses = _losses(kept, generator_loss)
    if show == "weights":
        return [_weights_panel(title, kept, chosen=chosen, losses=losses)]
    outputs = np.stack([kept.outputs[i] for i in chosen])
    if outputs.ndim == 3 and outputs.shape[2] == 2:
        panel = _points_panel(title, kept, outputs, chosen=chosen, generator_loss=generator_loss)
    elif _is_image(outputs.shape[1:]):
        panel = _images_panel(title, outputs, steps=steps, pixels=pixels)
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
    images = _images_panel(
        f"{title} {kept.names[1]}".strip(), np.stack(made), steps=steps, pixels=pixels
    )
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
    arrays: dict[str, NDArray[Any]] = {"points": np.stack(clouds)}
    judges: list[Answers] = []
    if kept.second is not None and kept.second.output_shape[1:] == (1,):
        judges = [with_weights(kept.second, kept.weights[i][1]) for i in chosen]
        if generator_loss is not None:
            pairs = zip(judges, clouds, strict=True)
            arrays["push"] = np.stack(
                [pushes(judge, cloud[:ARROWS], generator_loss) for judge, cloud in pairs]
            )
    if kept.carried:
        arrays["momentum"] = np.stack([_carried(kept, i)[:ARROWS] for i in chosen])
    if len(kept.first.input_shape) == 2:
        lines = latent_grid(kept.first.input_shape[1])[:, ::2]
        flat = lines.reshape(-1, lines.shape[2])
        makers = [with_weights(kept.first, kept.weights[i][0]) for i in chosen]
        grid = np.stack([points_of(make(flat)) for make in makers])
        arrays["grid"] = grid.reshape(len(chosen), *lines.shape[:2], 2)
    values, notes = zip(*(_measured(cloud, kept.real, real) for cloud in clouds), strict=True)
    if "momentum" in arrays:
        both = zip(notes, arrays["momentum"], strict=True)
        notes = tuple(", ".join(filter(None, [note, _told(carried)])) for note, carried in both)
    text = _sentence([kept.steps[i] for i in chosen], np.array(values), notes)
    return _Panel(
        "points", title, text=text, notes=list(notes), steps=[], arrays=arrays, real=real,
        about={"window": window_around(clouds, real)}, clouds=clouds, judges=judges,
    )  # fmt: skip


def _carried(kept: Snapshots, moment: int) -> Floats:
    """Return how far the momentum would carry each point in the next step: shape (n, 2)."""
    weights, others = kept.weights[moment][0]
    pairs = zip(weights, kept.carried[moment], strict=True)
    after = with_weights(kept.first, ([weight + step for weight, step in pairs], others))
    return points_of(after(kept.inputs)) - points_of(kept.outputs[moment])


def _told(carried: Floats) -> str:
    """Say how far the momentum carries the points in a step, on average."""
    return f"momentum {np.linalg.norm(carried, axis=1).mean():.4f} a step"


def _measured(cloud: Floats, target: Any, real: Real) -> tuple[float, str]:
    """Return how close points are to the real ones, as a number and in words; NaN if unknown."""
    if not np.isfinite(cloud).all():
        return np.nan, "some points are not finite numbers"
    if real.kind == "circles":
        centres, sigma = target
        missing = _missing(cloud, points_of(centres), sigma)
        count = len(centres) - len(missing)
        without = (
            f" (not {', '.join(map(str, missing))})" if 0 < len(missing) < len(centres) else ""
        )
        return count, f"{count} of {len(centres)} modes covered{without}"
    if real.kind == "nothing":
        return np.nan, ""
    target = Curve("", target).points(len(cloud)) if callable(target) else target
    value = distance(cloud, target)
    return value, f"distance {value:.3f}"


def _missing(cloud: Floats, centres: Floats, sigma: float) -> list[int]:
    """Return the numbers, from 1, of the modes that are not covered; see ``ring_measures``."""
    distances = np.linalg.norm(cloud[:, None] - centres, axis=2)
    near = distances.min(axis=1) <= NEAR * sigma
    counts = np.bincount(distances.argmin(axis=1)[near], minlength=len(centres))
    return (np.flatnonzero(counts < LEAST * len(cloud) / len(centres)) + 1).tolist()


def _outside(cloud: Floats, window: Sequence[float]) -> str:
    left, right, bottom, top = window
    x, y = cloud.T
    count = int((~((x >= left) & (x <= right) & (y >= bottom) & (y <= top))).sum())
    return f"{count} of {len(cloud)} points outside" if count else ""


def _sentence(steps: Sequence[int], values: Floats, notes: Sequence[str]) -> str:
    """Tell the measures of five moments, and the least and largest of all and of the second half.

    The second half tells a training that settles from one that keeps swinging.
    """
    some = np.unique(np.linspace(0, len(steps) - 1, 5).round().astype(int))
    told = [f"step {steps[i]}: {notes[i]}" for i in some if notes[i]]
    if not told:
        return ""
    sentence = f"The generated points at {'; '.join(told)}."
    for name, first in (("Over the whole training", 0), ("In its second half", len(steps) // 2)):
        if np.isfinite(values[first:]).any():
            low = first + int(np.nanargmin(values[first:]))
            high = first + int(np.nanargmax(values[first:]))
            sentence += f" {name}, the least is {notes[low]} at step {steps[low]}, and the largest"
            sentence += f" {notes[high]} at step {steps[high]}."
    return sentence


# --- images and weights ---------------------------------------------------------------------------


def _images_panel(title: str, outputs: NDArray[Any], *, steps: list[int], pixels: int) -> _Panel:
    images = outputs[..., 0] if outputs.ndim == 5 else outputs
    _, count, height, width = images.shape
    shown = max(1, min(count, 40, pixels // (height * width)))
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


def _losses(kept: Snapshots, generator_loss: Loss | None) -> dict[str, Any] | None:
    """Return the losses at most 400 times, and their balance where they are those of a GAN."""
    if not kept.loss_steps:
        return None
    some = np.unique(np.linspace(0, len(kept.loss_steps) - 1, 400).round().astype(int))
    balances = {"d_loss": (D_BALANCE, "2 ln 2"), "g_loss": (G_BALANCE, "ln 2")}
    if generator_loss is not None:
        # Other losses, such as the saturating one, have another value there.
        value = float(generator_loss(np.zeros((1, 1), np.float32)))
        if not np.isclose(value, G_BALANCE):
            balances["g_loss"] = (value, f"{value:.2f}")
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
        window, equal = equal_units((low[0], high[1], low[2], high[3]))
        for panel in points:
            _place(panel, window, equal=equal)
    fields = [panel for panel in points if "field" in panel.arrays]
    if fields:
        values = np.concatenate([panel.arrays["field"].ravel() for panel in fields])
        reach = 1.0 if show == "probability" else reach_of(values)
        for panel in fields:
            logits = panel.arrays["field"]
            share = 2 * probability(logits) - 1 if show == "probability" else logits / reach
            panel.arrays["field"] = np.clip(np.nan_to_num(share), -1, 1)
            panel.about["reach"] = reach
    for name in ("push", "momentum"):
        _scale_arrows([panel for panel in points if name in panel.arrays], name)
    told = [panel.losses for panel in panels if panel.losses]
    finite = [v[np.isfinite(v)] for losses in told for v in losses["series"]]
    ends = [float(end) for values in finite if values.size for end in (values.min(), values.max())]
    for losses in told:
        losses["bottom"] = 1.05 * min(0.0, *ends, 0.0)
        losses["top"] = 1.05 * max(1e-6, *ends, 0.0)


def _place(panel: _Panel, window: tuple[float, ...], *, equal: bool) -> None:
    """Draw a panel in a window, which is three quarters as high as wide if units are not equal."""
    wide, tall = window[1] - window[0], window[3] - window[2]
    panel.about = {
        "window": list(window),
        "ratio": tall / wide if equal else 0.75,
        "equal": equal,
        "labels": ["X1", "X2"],
    }
    if panel.judges:
        answers = [answers_in(judge, window, size=GRID) for judge in panel.judges]
        panel.arrays["field"] = np.stack(answers)
    outside = [_outside(cloud, window) for cloud in panel.clouds]
    panel.notes = [", ".join(filter(None, b)) for b in zip(panel.notes, outside, strict=True)]


def _scale_arrows(panels: Sequence[_Panel], name: str) -> None:
    """Give arrows one scale: the one in the legend, of length 1, is a round number of units."""
    if not panels:
        return
    about = panels[0].about
    left, right, bottom, top = about["window"]
    stretch = np.array([1.0, about["ratio"] * (right - left) / (top - bottom)])
    drawn = [panel.arrays[name] * stretch for panel in panels]
    lengths = np.concatenate([np.linalg.norm(arrows, axis=2).ravel() for arrows in drawn])
    long = lengths[np.isfinite(lengths) & (lengths > 0)]
    unit = _round_number(float(np.quantile(long, 0.9))) if long.size else 1.0
    for panel, arrows in zip(panels, drawn, strict=True):
        shares = np.nan_to_num(arrows / unit)
        length = np.linalg.norm(shares, axis=2, keepdims=True)
        panel.arrays[name] = shares * np.minimum(1, LONGEST / np.maximum(length, 1e-12))
        panel.about.setdefault("units", {})[name] = unit


def _round_number(value: float) -> float:
    """Return the greatest of 1, 2 and 5 times a power of ten that is not above a value."""
    power = 10.0 ** np.floor(np.log10(value))
    return float(f"{max(n * power for n in (1, 2, 5) if n * power <= value * (1 + 1e-9)):.6g}")


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
    if name in ("push", "momentum"):
        return np.round(np.clip(values / LONGEST, -1, 1) * 127).astype(np.int8)
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


def _key(panels: Sequence[_Panel], follow: int) -> list[dict[str, str]]:
    """Return sentences on what is what; one with a layer is read while that is shown."""
    first = panels[0]
    if first.kind != "points":
        return []
    real, count = first.real, len(first.clouds[0])
    said = [("", f"Dots: {count} generated points, always from the same inputs; hollow: outside.")]
    drawn = {"line": "Line", "circles": "Circles (3 σ)", "points": "Crosses"}
    if real and real.kind in drawn:
        said.append(("", f"{drawn[real.kind]}: real data."))
    if real and real.kind == "circles":
        least = int(np.ceil(LEAST * count / len(real.values) - 1e-9))
        covered = f"at least {least} of the {count} points lie within {NEAR:g} σ of its centre"
        said.append(("", f"A mode is covered if {covered}."))
    elif real and real.kind in drawn:
        said.append(("", "Distance: how far points must move, on average, to be real; 0 is best."))
    if not first.about["equal"]:
        said.append(("", "The two axes have different scales."))
    if "push" in first.arrays:
        some = f"{first.arrays['push'].shape[1]} points (their dots have a rim like the arrows)"
        said.append(("push", f"Arrows: where the generator's loss pushes each of {some}."))
        said.append(("push", "All moments and pictures have one scale; very long arrows are cut."))
    if "momentum" in first.arrays:
        some = f"{first.arrays['momentum'].shape[1]} of the points"
        said.append(("momentum", "Double arrows: where the momentum, what the optimizer keeps of"))
        said.append(("momentum", f"earlier gradients, carries {some} in the next step."))
    if "grid" in first.arrays:
        said.append(("grid", "Thin lines: a grid of two latents from -2 to 2, the others being 0,"))
        said.append(("grid", "as the generator bends it; small if these two move points little."))
    said.append(("paths", f"Numbers: {min(follow, count)} points and their last 8 moments."))
    if first.losses and any(first.losses["balance"]):
        said.append(("", "Thin lines in the losses: what they are if every logit is 0."))
    return [{"layer": layer, "text": text} for layer, text in said]


def _bar(panels: Sequence[_Panel], show: Show) -> list[str]:
    """Return what stands at the left end, in the middle and at the right end of the colour bar."""
    reaches = [panel.about["reach"] for panel in panels if "field" in panel.arrays]
    if not reaches:
        return []
    if show == "probability":
        return ["fake: 0", "undecided: 0.5", "real: 1 (probability)"]
    return [f"fake: −{reaches[0]:g}", "undecided: 0", f"real: {reaches[0]:g} (logit)"]


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
        if panel.about["equal"]:
            ax.set_aspect("equal")
