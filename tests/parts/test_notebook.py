"""The notebook as a student runs it: from the unpacked zip, in a Jupyter kernel."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import nbformat
import pytest
from gangrade.part.course import Course
from gangrade.release.master import read_master
from nbclient import NotebookClient

REPOSITORY = Course.find(Path(__file__).parent)
PARTS = REPOSITORY.parts()
FIRST = "function_gan"
SOLVED = [p if p == FIRST else pytest.param(p, marks=pytest.mark.audit) for p in PARTS]
"""Another part's solved notebook takes minutes."""


def automatic(part: str) -> int:
    """Return how many questions of a part have a check."""
    return sum(not question.manual for question in read_master(REPOSITORY.master(part)).questions)


def executed(
    released_course: Path, part: str, notebook: Path, folder: Path
) -> nbformat.NotebookNode:
    """Unpack the student's zip into ``folder`` and run ``notebook`` in it."""
    with zipfile.ZipFile(Course(released_course).student_zip(part)) as archive:
        archive.extractall(folder)
    shutil.copy(notebook, folder / f"{part}.ipynb")
    book = nbformat.read(notebook, as_version=4)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert [cell.source for cell in code[-2:]] == ["grader.check_all()", "grader.export()"]
    NotebookClient(
        book, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    return book


def test_a_zip_holds_what_its_part_uses(released_course: Path) -> None:
    held = {}
    for part in PARTS:
        with zipfile.ZipFile(Course(released_course).student_zip(part)) as archive:
            held[part] = set(archive.namelist())
    of_digits = [name for name in held[FIRST] if "data/" in name or "digits" in name]
    assert of_digits == ["gankit/data/limits.json"]
    data = {"README.md", "digit_classifier.npz", "mnist_subset.npz"}
    assert {f"gankit/data/{name}" for name in data} <= held["image_gan"]
    assert not [name for part in PARTS for name in held[part] if "instruments" in name]


@pytest.mark.parametrize("part", PARTS)
def test_sections_that_are_referred_to_are_there(part: str) -> None:
    cells = nbformat.read(REPOSITORY.master(part), 4).cells
    texts = [cell.source for cell in cells]
    headings = [n for text in texts for n in re.findall(r"(?m)^##+ (\d+(?:\.\d+)*) ", text)]
    tops = [n for n in headings if "." not in n]
    assert tops == [str(n) for n in range(1, len(tops) + 1)]
    guide = REPOSITORY.root / "docs" / f"{part}.md"
    texts += [guide.read_text(encoding="utf-8")] if guide.exists() else []
    for sentence in (s for text in texts for s in re.split(r"(?<=[.!?])\s|\n\n|\n- ", text)):
        numbers = re.findall(r"(?i)\bsections? ([\d.]*\d(?:(?:, | and | to )[\d.]*\d)*)", sentence)
        if "](http" not in sentence:  # else it is a section of the paper that is linked there
            missing = {*re.findall(r"[\d.]*\d", " ".join(numbers))} - {*headings}
            assert not missing, sentence


def checks(book: nbformat.NotebookNode) -> dict[str, str]:
    """Return what each `grader.check` cell shows."""
    return {
        cell.source: " ".join(
            output.get("data", {}).get("text/plain", "") for output in cell.outputs
        )
        for cell in book.cells
        if cell.cell_type == "code" and cell.source.startswith("grader.check(")
    }


@pytest.mark.slow
@pytest.mark.parametrize("part", SOLVED)
def test_the_solved_notebook_runs_and_passes_its_checks(
    part: str, released_course: Path, tmp_path: Path
) -> None:
    solution = Course(released_course).solution_notebook(part)
    book = executed(released_course, part, solution, tmp_path)
    shown = checks(book)
    assert len(shown) == automatic(part)
    assert all("public tests passed. The grader has more" in text for text in shown.values()), shown
    check_handing_in(book, tmp_path)
    check_all = next(cell for cell in book.cells if cell.source == "grader.check_all()")
    assert "All public tests passed." in text_of(check_all)


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_the_notebook_as_released_runs_and_its_checks_say_what_is_missing(
    part: str, released_course: Path, tmp_path: Path
) -> None:
    blank = Course(released_course).student_notebook(part)
    book = executed(released_course, part, blank, tmp_path)
    shown = checks(book)
    assert len(shown) == automatic(part)
    assert all(" public tests passed.\n  ✘ " in text for text in shown.values()), shown
    assert not any("assert " in text or "probes." in text for text in shown.values()), shown
    check_handing_in(book, tmp_path)


def check_handing_in(book: nbformat.NotebookNode, folder: Path) -> None:
    """Check the last cells of a notebook that ran where no editor saves it."""
    export = next(cell for cell in book.cells if cell.source == "grader.export()")
    shown = text_of(export)
    assert "check_file" in shown
    [zipped] = [*folder.glob("*_20*.zip")]
    with zipfile.ZipFile(zipped) as archive:
        assert [name for name in archive.namelist() if name.endswith(".ipynb")]


def text_of(cell: nbformat.NotebookNode) -> str:
    """Return what a cell shows as text."""
    return "".join(
        output.get("text") or output.get("data", {}).get("text/plain", "")
        for output in cell.outputs
    )
