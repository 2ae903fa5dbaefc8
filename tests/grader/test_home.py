"""What students see in their own notebook: public tests, stopped cells, the file to hand in."""

from __future__ import annotations

import linecache
import logging
import os
import sys
import threading
import types
import zipfile
from pathlib import Path
from typing import Any

import nbformat
import pytest
from gankit import grader, rerun
from gankit.session import Session
from IPython.core.interactiveshell import InteractiveShell
from nbclient import NotebookClient

AREA = '''
from otter.test_files import test_case

name, points, all_or_nothing, OK_FORMAT = "area", 2, True, False

@test_case(points=None, hidden=False)
def test_square(area):
    """A square of side 3 has the area 9.

    More for those who read tests.
    """
    from gankit import checks, probes
    found = checks.scalar(probes.call(area, [3, 3]), "area")
    assert found == 9, f"The area should be 9, but it is {found:g}."

@test_case(points=None, hidden=False)
def test_pair(area):
    """Two areas are compared."""
    import gankit
    small, large = (gankit.probes.call(area, [n, n]) for n in (1, 2))
    assert small < large, "A larger square should have a larger area."
'''
TITLES = ("A square of side 3 has the area 9.", "Two areas are compared.")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A student's folder with one question, where we are."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "area.py").write_text(AREA, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("JPY_SESSION_NAME", rerun.VARIABLE):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def defined(source: str) -> dict[str, Any]:
    """Run a cell; return its names."""
    names: dict[str, Any] = {}
    linecache.cache["a cell"] = (len(source), None, source.splitlines(keepends=True), "a cell")
    exec(compile(source, "a cell", "exec"), names)
    return names


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("def area(a, b): return a + b", ["The area should be 9, but it is 6."]),
        (
            "def area(a, b): pass",
            ["area is None. Is there a `return`", "unexpected form (TypeError)"],
        ),
        ("def area(a, b): return [a * b]", ["should be one number, but it has shape (1,)"]),
        ("area = 5", ["This is not defined yet. Run the cell that defines it."] * 2),
        ("", ["This is not defined yet. Run the cell that defines it."] * 2),
        (
            "import math\n\n\ndef area(a, b):\n    c = a / (b - b)\n    return c",
            [
                "Your code stopped with ZeroDivisionError in area, line 5 of its cell:\n"
                "    c = a / (b - b)\ndivision by zero"
            ]
            * 2,
        ),
        (
            "def side(a): return side(a[0])\ndef area(a, b): return side(a)",
            ["Your code stopped with TypeError in side, line 1 of its cell:"] * 2,
        ),
        (
            "def area(a, b):\n    assert a == 0, 'mine'\n    return a",
            ["Your code stopped with AssertionError in area, line 2 of its cell:"] * 2,
        ),
        (
            "import gankit\ndef area(a, b):\n    return gankit.sample_ring(a, [], 1, None)",
            ["    return gankit.sample_ring(a, [], 1, None)\ncentres must have shape (modes, 2)"]
            * 2,
        ),
        (
            "def area(a, b):\n    none = None\n    return a + none",
            ["computed with here is None"] * 2,
        ),
    ],
)
def test_a_check_says_what_is_wrong_and_not_how_it_was_tested(
    code: str, says: list[str], folder: Path
) -> None:
    assert folder.exists()
    report = grader.check("area", defined(code))
    assert tuple(outcome.title for outcome in report.outcomes) == TITLES
    problems = [outcome.problem for outcome in report.outcomes if outcome.problem]
    assert not report.passed and len(problems) >= len(says)
    for problem, text in zip(problems, says, strict=False):
        assert text in problem
    for shown in (repr(report), report._repr_html_()):
        assert (
            "probes.call" not in shown and "assert found" not in shown and "Error at" not in shown
        )
        assert all(title in shown for title in TITLES)


def test_a_check_that_passes_says_that_there_are_more(folder: Path) -> None:
    assert folder.exists()
    report = grader.check("area", defined("def area(a, b): return a * b"))
    assert report.passed
    assert repr(report) == "area: public tests passed. The grader has more tests than these."
    assert "public tests passed" in report._repr_html_()


def test_what_a_student_writes_is_no_markup(folder: Path) -> None:
    assert folder.exists()
    report = grader.check("area", defined("def area(a, b): raise ValueError('<b>`x`</b>')"))
    assert "&lt;b&gt;<code>x</code>&lt;/b&gt;" in report._repr_html_()


def test_a_slow_test_says_that_it_is_at_work(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert folder.exists()
    monkeypatch.setattr(grader, "PATIENCE", 0.0)
    grader.check("area", defined("import time\ndef area(a, b): time.sleep(0.2); return a * b"))
    assert "test 1 of 2 takes some seconds …" in capsys.readouterr().out


def test_a_check_shows_no_warning_of_tensorflow(folder: Path) -> None:
    assert folder.exists()
    logger, said = logging.getLogger("tensorflow"), []
    handler = logging.Handler()
    handler.emit = said.append  # type: ignore[method-assign]
    logger.addHandler(handler)
    try:
        logs = "import logging\ndef area(a, b):\n    logging.getLogger('tensorflow')"
        grader.check("area", defined(f"{logs}.warning('compiled anew')\n    return a * b"))
        assert not said
        grader.check("area", defined(f"{logs}.error('broken')\n    return a * b"))
        assert {record.getMessage() for record in said} == {"broken"}
        logger.warning("mine")
        assert said[-1].getMessage() == "mine"
    finally:
        logger.removeHandler(handler)


def test_check_all_goes_through_the_questions(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "tests" / "zero.py").write_text(AREA.replace("area", "zero"), encoding="utf-8")
    cells = [nbformat.v4.new_code_cell(f'grader.check("{name}")') for name in ("zero", "area")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "work.ipynb")
    names = defined("def area(a, b): return a * b\ndef all_of(grader): grader.check_all()")
    names["all_of"](grader.Grader("work.ipynb"))
    shown = capsys.readouterr().out
    assert shown.index("(1 of 2) zero") < shown.index("(2 of 2) area: public tests passed")
    assert "Public tests do not pass yet: zero." in shown
    names["zero"] = names["area"]
    names["all_of"](grader.Grader("work.ipynb"))
    assert "All public tests passed." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("shown", "code", "names"),
    [
        ("def half(a): return a / 2", "def area(a, b): return 2 * half(a) * b", ["half"]),
        ("TWO = 2", "def area(a, b): return a * b * TWO / TWO", ["TWO"]),
        ("TWO = 2", "def two(): return TWO\ndef area(a, b): return a * b * two() / two()", ["TWO"]),
        (
            "class Base: pass\nTWO = 2",
            "class Other(Base):\n    def two(self): return TWO\n"
            "def area(a, b):\n    def inner(): return Other().two()\n    return a * b * inner() / "
            "2",
            ["TWO"],
        ),
        ("def area(a, b): return a * b", "", ["area"]),
        ("half = 1", "def area(a, b):\n    half = 2\n    return a * b", []),
        ("TWO = 2", "TWO = 2\ndef area(a, b): return a * b * TWO / TWO", []),
    ],
)
@pytest.mark.parametrize("skip", ["tag", "# not graded\n"])
def test_what_comes_from_a_skipped_cell_is_told(
    shown: str, code: str, names: list[str], skip: str, folder: Path
) -> None:
    metadata = {"tags": ["otter_ignore"]} if skip == "tag" else {}
    skipped = nbformat.v4.new_code_cell(f"{'' if metadata else skip}{shown}", metadata=metadata)
    cells = [skipped, nbformat.v4.new_code_cell(code)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "work.ipynb")
    found = defined(f"__name__ = '__main__'\n{shown}\n{code}")
    report = grader.check("area", found, Path("work.ipynb"))
    assert report.passed and report.note.count("comes from cell") == len(names)
    for name in names:
        assert f"`{name}` comes from cell 1, which the grader skips" in repr(report)


def test_a_question_that_there_is_not(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert folder.exists()
    assert grader.Grader("work.ipynb").check("volume") is None
    assert capsys.readouterr().out == "There is no question volume. There are area.\n"


# --- in a kernel ----------------------------------------------------------------------------------


def run_notebook(folder: Path, *cells: str, file: list[str] | None = None) -> list[str]:
    """Run cells in a kernel, in a folder whose notebook file holds ``file``; return the outputs."""
    code = [nbformat.v4.new_code_cell(source) for source in cells]
    saved = [nbformat.v4.new_code_cell(source) for source in (file or cells)]
    nbformat.write(nbformat.v4.new_notebook(cells=saved), folder / "work.ipynb")
    book = nbformat.v4.new_notebook(cells=code)
    client = NotebookClient(
        book,
        kernel_name="python3",
        timeout=60,
        allow_errors=True,
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute()
    return ["".join(map(text_of, cell.outputs)) for cell in book.cells]


def text_of(output: Any) -> str:
    if output.output_type == "error":
        return f"{output.ename}: {output.evalue}\n"
    return str(output.get("text") or output.get("data", {}).get("text/plain", ""))


START = 'import gankit\ngrader = gankit.Grader("work.ipynb")'
TRAINING = """
values = []
for step in range(10):
    values.append(step)
    if step == 3:
        raise KeyboardInterrupt
done = True
"""


def test_a_stopped_cell_says_so_in_one_line_and_later_ones_what_is_missing(folder: Path) -> None:
    _, stopped, error, use, other, again, well = run_notebook(
        folder,
        START,
        TRAINING,
        "values[9]",
        "print(done)",
        "print(1)",
        TRAINING.replace("step == 3", "False"),
        "values[9]",
    )
    assert stopped.strip().splitlines() == [
        "Stopped in line 5, `raise KeyboardInterrupt`. Run the cell again for what it has not done."
    ]
    assert "IndexError" in error and "NameError" in use
    for output, name in ((error, "`values`"), (use, "`done`")):
        assert f"Note: {name} should come from cell [2], which was stopped before it was" in output
    assert (other, again, well) == ("1\n", "", "9")


def test_a_stopped_function_counts_with_what_its_cell_binds(folder: Path) -> None:
    cell = "def f():\n    inner = 1\n    raise KeyboardInterrupt\nwith open('x', 'w'):\n    n = f()"
    _, stopped, note, quiet = run_notebook(folder, START, cell, "n", "inner = 2; inner")
    assert "Stopped in line 3, `raise KeyboardInterrupt`." in stopped
    assert "Note: `n` should come from cell [2]" in note
    assert quiet == "2"


AREA_CELL = "def area(a, b):\n    return a * b"


def test_where_nothing_saves_the_file_is_compared(folder: Path) -> None:
    edited = AREA_CELL.replace("a * b", "b * a")
    _, _, shown = run_notebook(folder, START, edited, "grader.export()", file=[START, AREA_CELL])
    assert "Save first: work.ipynb, last saved at" in shown and "`area` as it ran" in shown
    assert not [*folder.glob("*.zip")]


def test_the_zip_holds_the_file_that_is_as_it_ran(folder: Path) -> None:
    # Tried and changed once more; and a cell that has been deleted.
    tried = AREA_CELL.replace("a * b", "a")
    *_, shown = run_notebook(
        folder, START, tried, "1 + 1", AREA_CELL, "grader.export()", file=[START, AREA_CELL]
    )
    assert "This holds work.ipynb as it was saved at" in shown and "check_file" in shown
    [zipped] = folder.glob("*.zip")
    with zipfile.ZipFile(zipped) as archive:
        assert archive.read("work.ipynb") == (folder / "work.ipynb").read_bytes()


def test_the_file_can_be_tried_in_a_fresh_process(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = [
        START,
        AREA_CELL,
        "grader.check('area')",
        "raise RuntimeError('odd')",
        "grader.export()",
    ]
    code = [nbformat.v4.new_code_cell(source) for source in cells]
    skipped = {"tags": ["otter_ignore"]}
    code.append(nbformat.v4.new_code_cell("area = None", metadata=skipped))
    nbformat.write(nbformat.v4.new_notebook(cells=code), folder / "work.ipynb")
    grader.Grader("work.ipynb").check_file()
    shown = capsys.readouterr().out
    assert "cell 1 of 5" in shown and "tests of question 1 of 1" in shown
    assert "A cell stopped with RuntimeError: odd" in shown
    assert "area: public tests passed." in shown
    assert not [*folder.glob("*.zip")]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("minutes", "stops", "says"),
    [(0.02, False, "The time was up: 0.02 minutes."), (5, True, "Skipped")],
)
def test_a_fresh_process_ends_in_time_or_when_it_is_stopped(
    minutes: float, stops: bool, says: str, folder: Path
) -> None:
    endless = nbformat.v4.new_code_cell("print(1)\nwhile True: pass")
    nbformat.write(nbformat.v4.new_notebook(cells=[endless]), folder / "work.ipynb")
    run = rerun.Rerun(Path("work.ipynb"), [])
    run.start(minutes)
    said = ""
    for text in run.messages():
        said += text
        if stops and "cell 1" in text:
            run.stop()
    assert says in said


# --- what the parts do ----------------------------------------------------------------------------


def session_with(*ran: tuple[str | None, str]) -> Session:
    return Session(types.SimpleNamespace(transform_cell=lambda source: source), [*ran])


def book(**cells: str) -> Any:
    code = [nbformat.v4.new_code_cell(source, id=name) for name, source in cells.items()]
    return nbformat.v4.new_notebook(cells=code)


@pytest.mark.parametrize(
    ("ran", "missing"),
    [
        ([("a", "x = 1")], []),
        ([("a", "x = 2")], ["the cell that begins with `x = 2`"]),
        ([("gone", "x = 2")], []),
        ([(None, "x = 2")], []),
        ([("other", "def f():\n    return 1")], []),
        ([("other", "def f():\n    return 2")], ["`f`"]),
        ([("other", "def f():\n    return 2"), ("b", "def f():\n    return 1\n")], []),
        ([("b", "def f():\n    return 1"), ("b", "def f():\n    return 3")], ["`f`"]),
        ([("new", "class G: pass")], ["`G`"]),
        ([("b", "def f(:")], ["the cell that begins with `def f(:`"]),
    ],
)
def test_what_a_file_lacks(ran: list[tuple[str | None, str]], missing: list[str]) -> None:
    assert session_with(*ran).missing_in(book(a="x = 1", b="def f():\n    return 1")) == missing


def test_magics_are_no_syntax_errors() -> None:
    shell = InteractiveShell()
    session = Session(shell, [(None, "%time\ndef f(): pass")])
    assert session.missing_in(book(a="1")) == ["`f`"]
    shell.history_manager.end_session()


def test_jupyter_is_asked_to_save_and_waited_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "work.ipynb"
    path.write_text("{}", encoding="utf-8")
    os.utime(path, (1, 1))
    asked = []

    class FrontEnd:
        commands = types.SimpleNamespace(execute=lambda name: asked.append(name))

    ipylab = types.ModuleType("ipylab")
    ipylab.JupyterFrontEnd = FrontEnd  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "ipylab", ipylab)
    assert not grader._save(path, seconds=0.5) and not asked  # VS Code, say: nobody listens
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    assert not grader._save(path, seconds=0.5) and asked == ["docmanager:save"]

    def save(_name: str) -> None:
        path.write_text('{"cells": [', encoding="utf-8")  # a large file is written in parts
        threading.Timer(0.5, path.write_text, ['{"cells": []}']).start()

    FrontEnd.commands = types.SimpleNamespace(execute=save)
    assert grader._save(path, seconds=5)
    assert path.read_text(encoding="utf-8") == '{"cells": []}'


def test_the_file_is_the_one_that_is_open(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = grader.Grader("work.ipynb")
    assert mine._path() is None
    (folder / "work.ipynb").write_text("{}", encoding="utf-8")
    assert mine._path() == Path("work.ipynb")
    (folder / "renamed.ipynb").write_text("{}", encoding="utf-8")
    monkeypatch.setenv("JPY_SESSION_NAME", str(folder / "renamed.ipynb"))
    assert mine._path() == Path("renamed.ipynb")
    monkeypatch.setenv("JPY_SESSION_NAME", str(folder / "gone.ipynb"))
    assert mine._path() == Path("work.ipynb")
