"""Two distributions of which one slides, with sliders: computed in the page, without a kernel."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from gankit.pages import Page, page
from gankit.plots import BLUE, ORANGE

SHAPES = ("normal", "bar")
_X = np.linspace(-10, 10, 4001)


def overlap_sliders(shape: str = "normal", *, shift: float = 1.0, spread: float = 1.0) -> Page:
    """Return the best discriminator between two distributions, and two distances between them.

    The real distribution lies at 0; the generated one can be moved, and made wider or narrower.

    Args:
        shape: which of the two shapes is shown first, "normal" or "bar" (of width 1).
        shift: where the generated distribution is at first, -5 to 5.
        spread: the standard deviation of the generated normal distribution at first, 0.4 to 2.

    Raises:
        ValueError: if one of them is something else.
    """
    if shape not in SHAPES:
        raise ValueError(f"shape must be {' or '.join(map(repr, SHAPES))}, not {shape!r}")
    for name, value, low, high in (("shift", shift, -5, 5), ("spread", spread, 0.4, 2)):
        if not low <= value <= high:
            raise ValueError(f"{name} must be from {low} to {high}, not {value}")
    figure = Figure(figsize=(10, 3), layout="constrained")
    left, right = figure.subplots(1, 2)
    real, fake = (_density(shape, place, width) for place, width in ((0, 1.0), (shift, spread)))
    for values, colour, label in ((real, BLUE, "real"), (fake, ORANGE, "generated")):
        left.fill_between(
            _X, values / max(real.max(), fake.max()), color=colour, alpha=0.3, label=label
        )
    with np.errstate(invalid="ignore"):
        left.plot(_X, real / (real + fake), color="black", label="D*")
    left.set(xlim=(-7, 7), xlabel="x", title=f"shift {shift}")
    left.legend(frameon=False)
    shifts = np.linspace(-5, 5, 101)
    both = np.array([distances(real, _density(shape, place, spread)) for place in shifts])
    right.plot(shifts, both[:, 0], "--", color=ORANGE, label="Jensen–Shannon")
    right.plot(shifts, both[:, 1], color=BLUE, label="Wasserstein")
    right.set(xlabel="shift", ylabel="distance")
    right.legend(frameon=False)
    text = (
        "Left: a real and a generated distribution on a line, and the best discriminator D* "
        "between them, which is ½ everywhere if they are the same, and becomes a step when they "
        "part.\n"
        "Right: two distances over the shift of the generated one. The Wasserstein distance grows "
        "with the shift. The Jensen–Shannon divergence becomes flat at ln 2 = 0.693 where the two "
        "no longer overlap: for bars of width 1 this is so from a shift of 1 on."
    )
    key = "blue: real, and —— Wasserstein; orange: generated, and ╌╌ Jensen–Shannon; line left: D*."
    data = {"shape": shape, "shift": shift, "spread": spread, "key": key}
    return page("overlap.js", data, still=figure, text=text)


def _density(
    shape: str, centre: float, spread: float
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    if shape == "normal":
        values = np.exp(-(((_X - centre) / spread) ** 2) / 2)
    else:
        values = (np.abs(_X - centre) <= 0.5) * 1.0
    return np.asarray(values / (values.sum() * (_X[1] - _X[0])))


def distances(
    p: np.ndarray[tuple[int], np.dtype[np.float64]], q: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> tuple[float, float]:
    """Return the Jensen-Shannon divergence and the Wasserstein distance of two densities.

    Both are given at the places of the picture.

    >>> js, work = distances(_density("bar", 0, 1), _density("bar", 2.0, 1))
    >>> round(js, 3), round(work, 3)
    (0.693, 2.0)
    """
    size, middle = _X[1] - _X[0], (p + q) / 2
    terms = [
        np.where(
            part > 0,
            part * np.log(np.where(part > 0, part, 1) / np.where(middle > 0, middle, 1)),
            0,
        )
        for part in (p, q)
    ]
    js = float((terms[0] + terms[1]).sum() * size / 2)
    return js, float(np.abs(np.cumsum(p - q)).sum() * size**2)
