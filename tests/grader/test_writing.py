"""What strangers write stays text: in spreadsheets, in the terminal and in logs."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from gangrade import writing
from gangrade.cli import common
from gangrade.errors import GangradeError, InputError
from gangrade.grading.worker import graded
from gangrade.reports import tables
from gangrade.results.result import Result, Row
from rich.table import Table

FORMULAS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", " =1", "\u00a0=1", "\uff1d1+1", "\uff0b1", "\uff201",
    "-anna", "+49 170 1", "a;=1+1", "a\n=1", "=cmd|' /C calc'!A0", "a; -b", "'=1", "''=1",
]  # fmt: skip
PLAIN = ["-3", "-3.5", "+2", "-1,5", "-", "", "Anna-Lena", "a=b", "O'Brien", "'t Hooft", "1815001",
         "007", "x@y.edu", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "a\nb"]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_becomes_text_and_is_read_as_it_was(text: str) -> None:
    cell = writing.inert(text)
    for piece in cell.replace("\n", ";").split(";"):
        assert not piece.lstrip(" \u00a0").startswith(tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20"))
    assert writing.original(cell) == text


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_none_stays(text: str) -> None:
    assert writing.inert(text) == text
    assert writing.original(text) == text


def test_tabs_and_returns_neither_begin_a_formula_nor_end_a_cell() -> None:
    assert writing.inert("\t=1") == " '=1"
    assert writing.inert("\r=1") == " '=1"
    assert writing.inert("a\r\nb") == "a\nb"


def test_a_table_is_read_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    cells = [text for text in [*FORMULAS, *PLAIN] if text.strip()]
    path.write_text(writing.BOM + writing.csv_text([["id"], *([c] for c in cells)]), "utf-8")
    lines, problems = writing.rows(path, ["id"])
    assert ([row["id"] for _, row in lines], problems) == (cells, [])


@pytest.mark.parametrize("first", ["sep=;\n", "sep=;\r\n", '"sep=;"\n', "\ufeffSEP=;\n"])
def test_the_line_that_names_the_separator_is_no_header(tmp_path: Path, first: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(first + "id;points\n7;1,5\n", encoding="utf-8", newline="")
    [(where, row)], problems = writing.rows(path, ["id"])
    assert (row, problems) == ({"id": "7", "points": "1,5"}, [])
    assert where.endswith("line 3")


HOSTILE = "\x1b]0;title\x07\x1b[2J\x9b31m[bold]red[/bold]\u202eltr\u2066\x08\x7f\r"


def clean(text: str) -> bool:
    return all(c.isprintable() or c == "\n" for c in text)


def test_nothing_that_is_printed_steers_the_terminal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stream = io.StringIO()
    for name in ("console", "errors"):
        monkeypatch.setattr(common, name, common.Terminal(file=stream, width=200))
    table = Table(HOSTILE.replace("[", "("))
    table.add_row(HOSTILE.replace("[", "("))
    common.console.print(table)
    common.console.print(tables.table([Row(HOSTILE, HOSTILE, {}, {})]))
    common.warn(HOSTILE)
    with common.progress_bar() as bar:
        bar.add_task(HOSTILE, total=1)
    assert clean(stream.getvalue())
    # Markup in names is no markup: with a colour it would be gone.
    assert "[bold]red[/bold]" in stream.getvalue()
    log = common.keep_trace(GangradeError(HOSTILE), tmp_path)
    assert clean(log.read_text(encoding="utf-8"))
    found = graded(Result("ada", "small", HOSTILE), "", log=HOSTILE)
    assert clean(found.files["gangrade.log"])


def test_colours_of_ours_stay() -> None:
    stream = io.StringIO()
    common.Terminal(file=stream, force_terminal=True, color_system="standard").print(
        "a", style="red"
    )
    assert "\x1b[31ma" in stream.getvalue()


def test_grades_hold_no_formula_and_open_in_a_spreadsheet(tmp_path: Path) -> None:
    row = Row("=ada", None, {"one": -1.5}, {"one": 2})
    path = tmp_path / "grades.csv"
    tables.grades_csv([row], path, {"=ada": ["=1+1", "-7", "@x"]})
    text = path.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    [_, cells] = csv.reader(io.StringIO(text.decode("utf-8-sig")))
    assert cells == ["'=ada", "graded", "-1.5", "2", "-1.5", "'=1+1", "-7", "'@x"]


def test_what_cannot_be_read_as_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"\xef\xbb\xbfa = 1\n")
    assert writing.read_text(path) == "a = 1\n"
    path.write_bytes(b"\xff")
    with pytest.raises(InputError, match=r"settings.toml is not UTF-8"):
        writing.read_text(path)
    with pytest.raises(InputError, match=r"cannot be read: it is a folder, not a file"):
        writing.read_text(tmp_path)


@pytest.mark.parametrize("line", ["<<<<<<< HEAD", "[]", '{"a": '])
def test_a_damaged_record_is_told_with_its_line(line: str, tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    assert list(writing.read_lines(path)) == []
    path.write_text(f'{{"a": 1}}\n\n{line}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"audit.jsonl: line 3 is none of a record's"):
        list(writing.read_lines(path))
