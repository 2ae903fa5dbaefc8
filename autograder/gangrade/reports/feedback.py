"""Write results: what students, instructors and spreadsheets read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from gangrade import writing
from gangrade.reports import gradescope, html, pictures
from gangrade.results.result import Result


class FinalMarks(Protocol):
    """What the page shows of the marks that count in the end: ``gangrade.finals.final.Final``."""

    @property
    def complete(self) -> bool:
        """Whether there is a total that counts."""

    @property
    def open(self) -> Sequence[str]:
        """The questions without a mark."""

    @property
    def earned(self) -> float:
        """The points so far, before anything is taken away."""

    @property
    def penalty(self) -> float:
        """What lateness costs."""

    @property
    def total(self) -> float:
        """The points."""

    @property
    def possible(self) -> float:
        """The points that could be earned."""

    @property
    def lateness(self) -> str:
        """A sentence about it."""

    @property
    def attempts(self) -> Sequence[str]:
        """All submissions of the student."""

    @property
    def questions(self) -> Sequence[Any]:
        """Each ``name`` with its ``points``, ``possible``, ``rubric``, ``comments``, and so on."""


def write(result: Result, directory: Path) -> None:
    """Write ``directory/<name>/results.json`` and ``directory/<name>/feedback.html``."""
    folder = directory / result.name
    folder.mkdir(parents=True, exist_ok=True)
    gradescope.write(result, folder / "results.json")
    writing.replace(folder / "feedback.html", feedback_page(result))


def feedback_page(result: Result, final: FinalMarks | None = None) -> str:
    """Return the page that the student reads: HTML in one file, without scripts.

    With ``final``, the marks are those that count in the end, of people too.
    """

    return html.templates.get_template("reports/feedback.html").render(
        result=result,
        final=final,
        **html.assets("reports/feedback.css"),
        pictures={name: pictures.draw(evidence) for name, evidence in result.evidence.items()},
    )
