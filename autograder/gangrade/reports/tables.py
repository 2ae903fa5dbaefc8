"""Tables of many submissions, for spreadsheets and for the terminal."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from gangrade import writing
from gangrade.results.result import Row
from gangrade.writing import points

_NAMES = 12
"""Cells that the names of submissions get at least in the table for the terminal."""


def grades_csv(
    rows: Iterable[Row],
    path: Path,
    whose: Mapping[str, Sequence[str]] | None = None,
    missing: Iterable[Sequence[str]] = (),
) -> None:
    """Write one row per submission: its status, score, and the score of each question.

    Columns of questions that a person marks are empty. So are the marks of what was not graded.
    With ``whose``, by submission, further columns hold the student's name, id and email address;
    ``missing`` are those of students without a submission.
    """
    rows = sorted(rows, key=lambda row: row.name)
    automatic = list(dict.fromkeys(name for row in rows for name in row.possible))
    manual = list(dict.fromkeys(name for row in rows for name in row.manual))
    possible = max((row.total_possible for row in rows), default=0)
    people = ["student", "id", "email"] if whose is not None else []
    lines = (
        [
            row.name,
            writing.one_line(row.status),
            points(row.score) if row.graded else "",
            points(possible) if possible else "",
            *(
                points(row.marks[name]) if row.graded and name in row.marks else ""
                for name in automatic
            ),
            *("" for _ in manual),
            *(whose or {}).get(row.name, [""] * len(people)),
        ]
        for row in rows
    )
    empty = [""] * (2 + len(automatic) + len(manual))
    nothing = (["", "nothing handed in", *empty, *cells] for cells in missing)
    header = ["submission", "status", "score", "possible", *automatic, *manual, *people]
    writing.replace(path, writing.BOM + writing.csv_text([header, *lines, *nothing]))


def table(rows: Iterable[Row]) -> RenderableType:
    """Return a table for the terminal: submissions by questions, with the totals."""
    return _Table(sorted(rows, key=lambda row: row.name))


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

    rows: list[Row]

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
        refusals = [row for row in self.rows if not row.graded]
        if refusals:
            lines = [
                f"{writing.one_line(row.name)}: {writing.one_line(row.status)}" for row in refusals
            ]
            last.caption = Text("\n".join(["\nNot graded:", *lines]))
            last.caption_justify = "left"
        yield last

    def _columns(self) -> list[_Column]:
        possible = {name: worth for row in self.rows for name, worth in row.possible.items()}
        totals = [
            Text(points(row.score), style="bold") if row.graded else Text("–", style="red")
            for row in self.rows
        ]
        return [
            # Names break at their underscores, so that eight questions fit into 80 columns.
            _Column(name.replace("_", "_\n"), worth, [_mark(row, name) for row in self.rows])
            for name, worth in possible.items()
        ] + [_Column("total", max(row.total_possible for row in self.rows), totals)]

    def _block(self, columns: Sequence[_Column]) -> Table:
        has_marks = any(row.possible for row in self.rows)
        # Where nothing was graded, the caption with the reasons needs the width of the terminal.
        block = Table(
            box=box.SIMPLE_HEAD,
            show_edge=False,
            padding=0,
            show_footer=has_marks,
            expand=not has_marks,
        )
        block.add_column("submission", footer="possible", overflow="fold", min_width=_NAMES)
        for column in columns:
            block.add_column(
                Text(column.heading), points(column.possible), justify="right", no_wrap=True
            )
        for number, row in enumerate(self.rows):
            marks = (column.marks[number] for column in columns)
            block.add_row(Text(writing.one_line(row.name)), *marks)
        return block


def _mark(row: Row, name: str) -> Text:
    if not row.graded:
        return Text("–")
    if name not in row.marks:
        return Text("")
    if not row.possible[name]:  # practice, whose points tell nothing
        return Text(points(row.marks[name]))
    success = row.marks[name] >= row.possible[name]
    return Text(points(row.marks[name]), style="green" if success else "red")
