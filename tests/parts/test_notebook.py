"""The notebook as a student runs it: from the unpacked zip, in a Jupyter kernel."""

from __future__ import annotations

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
    book = nbformat.read(notebook, as_version=4)
    # The last code cell exports the submission; it needs the notebook saved by a browser.
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert "grader.export" in code[-1].source
    book.cells.remove(code[-1])
    NotebookClient(
        book, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    return book


def test_a_zip_holds_what_its_part_uses(released_course: Path) -> None:
    held = {}
    for part in PARTS:
        with zipfile.ZipFile(Course(released_course).student_zip(part)) as archive:
            held[part] = set(archive.namelist())
    assert not [name for name in held[FIRST] if "data/" in name or "digits" in name]
    data = {"README.md", "digit_classifier.npz", "mnist_subset.npz"}
    assert {f"gankit/data/{name}" for name in data} <= held["image_gan"]
    assert not [name for part in PARTS for name in held[part] if "instruments" in name]


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
    shown = checks(executed(released_course, part, solution, tmp_path))
    assert len(shown) == automatic(part)
    assert all("All test cases passed!" in text for text in shown.values()), shown


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_the_notebook_as_released_runs_and_its_checks_say_what_is_missing(
    part: str, released_course: Path, tmp_path: Path
) -> None:
    blank = Course(released_course).student_notebook(part)
    shown = checks(executed(released_course, part, blank, tmp_path))
    assert len(shown) == automatic(part)
    assert all("Test case failed" in text for text in shown.values()), shown
