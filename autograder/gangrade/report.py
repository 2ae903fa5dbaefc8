"""Write results: what students, instructors and spreadsheets read."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from gangrade import gradescope, pictures, writing
from gangrade.results import Result
from gangrade.writing import points

_NAMES = 12
"""Cells that the names of submissions get at least in the table for the terminal."""


def write(result: Result, directory: Path) -> None:
    """Write ``directory/<name>/results.json`` and ``directory/<name>/feedback.html``."""
    folder = directory / result.name
    folder.mkdir(parents=True, exist_ok=True)
    gradescope.write(result, folder / "results.json")
    writing.replace(folder / "feedback.html", feedback(result))


def feedback(result: Result) -> str:
    """Return the page that the student reads: HTML in one file, without scripts."""
    return writing.templates.get_template("feedback.html").render(
        result=result,
        pictures={name: pictures.draw(evidence) for name, evidence in result.evidence.items()},
    )


# --- many submissions ------------------------------------------------------------------------


def grades_csv(results: Iterable[Result], path: Path) -> None:
    """Write one row per submission: its status, score, and the score of each question.

    Columns of questions that a person marks are empty. So are the marks of what was not graded.
    """
    results = sorted(results, key=lambda result: result.name)
    automatic = _question_names(results)
    manual = list(dict.fromkeys(name for result in results for name in result.manual))
    possible = max((result.possible for result in results), default=0)
    buffer = io.StringIO()
    rows = csv.writer(buffer, lineterminator="\n")
    rows.writerow(["submission", "status", "score", "possible", *automatic, *manual])
    for result in results:
        scores = {q.name: points(q.score) for q in result.questions} if result.graded else {}
        rows.writerow(
            [
                _inert(result.name),
                _inert(result.status),
                points(result.score) if result.graded else "",
                points(possible) if possible else "",
                *(scores.get(name, "") for name in automatic),
                *("" for _ in manual),
            ]
        )
    writing.replace(path, buffer.getvalue())


def table(results: Iterable[Result]) -> RenderableType:
    """Return a table for the terminal: submissions by questions, with the totals."""
    return _Table(sorted(results, key=lambda result: result.name))


@dataclass(frozen=True)
class _Column:
    heading: str
    possible: float
    marks: list[Text]

    @property
    def width(self) -> int:
        """Cells that it takes up, with the space before it."""
        lines = [*self.heading.split("\n"), points(self.possible), *map(str, self.marks)]
        return 1 + max(map(cell_len, lines))


@dataclass(frozen=True)
class _Table:
    """Columns that do not fit into the terminal go into further tables below the first."""

    results: list[Result]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        columns = self._columns()
        for tables in range(1, len(columns) + 1):
            size = math.ceil(len(columns) / tables)
            blocks = [columns[i : i + size] for i in range(0, len(columns), size)]
            widest = max(sum(column.width for column in block) for block in blocks)
            if _NAMES + widest <= options.max_width:
                break
        for block in blocks[:-1]:
            yield self._block(block)
            yield ""
        last = self._block(blocks[-1])
        refused = [result for result in self.results if not result.graded]
        if refused:
            lines = [f"{_one_line(result.name)}: {_one_line(result.status)}" for result in refused]
            last.caption = Text("\n".join(["\nNot graded:", *lines]))
            last.caption_justify = "left"
        yield last

    def _columns(self) -> list[_Column]:
        possible = {q.name: q.possible for result in self.results for q in result.questions}
        totals = [
            Text(points(result.score), style="bold") if result.graded else Text("–", style="red")
            for result in self.results
        ]
        return [
            # Names break at their underscores, so that eight questions fit into 80 columns.
            _Column(name.replace("_", "_\n"), worth, [_mark(r, name) for r in self.results])
            for name, worth in possible.items()
        ] + [_Column("total", sum(possible.values()), totals)]

    def _block(self, columns: Sequence[_Column]) -> Table:
        graded = any(result.questions for result in self.results)
        # Where nothing was graded, the caption with the reasons needs the width of the terminal.
        drawn = Table(
            box=box.SIMPLE_HEAD, show_edge=False, padding=0, show_footer=graded, expand=not graded
        )
        drawn.add_column("submission", footer="possible", overflow="fold", min_width=_NAMES)
        for column in columns:
            drawn.add_column(
                Text(column.heading), points(column.possible), justify="right", no_wrap=True
            )
        for row, result in enumerate(self.results):
            marks = (column.marks[row] for column in columns)
            drawn.add_row(Text(_one_line(result.name)), *marks)
        return drawn


def _question_names(results: Iterable[Result]) -> list[str]:
    return list(dict.fromkeys(q.name for result in results for q in result.questions))


def _mark(result: Result, name: str) -> Text:
    if not result.graded:
        return Text("–")
    question = next((q for q in result.questions if q.name == name), None)
    if question is None:
        return Text("")
    style = "green" if question.score == question.possible else "red"
    return Text(points(question.score), style=style)


def _one_line(text: str) -> str:
    """Return text without line breaks and without codes that steer a terminal."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


def _inert(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    line = _one_line(text)
    return "'" + line if line.startswith(("=", "+", "-", "@")) else line
