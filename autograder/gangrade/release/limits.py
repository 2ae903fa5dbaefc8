"""What students may know of a calibration: the limits of measures and losses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gankit.judging import in_words

from gangrade.part.training import Training
from gangrade.subjects.base import Generated, Thresholds

MARK = "<!-- LIMITS -->"
"""The line in a trained question's text in whose place a release puts its limits."""
UNKNOWN = "(The limits are not decided yet.)"


def public(training: Training, thresholds: Thresholds) -> dict[str, Any]:
    """Return what ``gankit.judge`` needs of a question."""
    method, subject = training.method, training.about
    limits = {m.name: _open(thresholds[m.name], m.best) for m in subject.measures}
    losses = [loss.name for loss in method.losses]
    limits |= {name: list(thresholds[name]) for name in losses if name in thresholds}
    return {
        "function": training.function,
        "steps": training.steps,
        "samples": subject.samples,
        "measures": subject.public if isinstance(subject, Generated) else "",
        "losses": losses,
        "relative": [loss.name for loss in method.losses if loss.relative],
        "fewest": method.fewest,
        "limits": limits,
    }


def _open(thresholds: Any, best: float) -> list[float | None]:
    """Return thresholds without the one that is the best value: nothing lies beyond it."""
    return [None if value == best else value for value in thresholds]


def table(about: Mapping[str, Any]) -> str:
    """Return the limits of a question as a table in Markdown."""
    means = {
        name: f"mean of `{name}` over the last fifth"
        + (", as a share of its largest value" if name in about["relative"] else "")
        for name in about["losses"]
    }
    rows = [
        f"| {means.get(name, f'`{name}`')} | {in_words(limit)} |"
        for name, limit in about["limits"].items()
    ]
    return "\n".join(["| number | limit |", "| --- | --- |", *rows])
