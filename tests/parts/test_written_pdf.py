"""The PDF of the written questions: what Gradescope lays out its outline by."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from gangrade.part.course import Course
from gangrade.release import written_pdf
from pypdf import PdfReader

REPOSITORY = Course.find(Path(__file__).parent)


@pytest.mark.slow
@pytest.mark.skipif(not any(map(shutil.which, written_pdf.BROWSERS)), reason="There is no browser.")
def test_each_question_begins_a_page_and_nothing_else_is_there(tmp_path: Path) -> None:
    for part in REPOSITORY.parts():
        path = tmp_path / f"{part}.pdf"
        assert written_pdf.write(REPOSITORY.student_notebook(part), path) == ""
        pages = [page.extract_text() for page in PdfReader(path).pages]
        found = [re.findall(r"Question (\w+_written)", page) for page in pages]
        notebook = REPOSITORY.student_notebook(part).read_text("utf-8")
        names = re.findall(r"### Question `(\w+_written)`", notebook)
        assert len(names) >= 2
        assert [name for page in found for name in page] == names
        assert all(len(page) <= 1 for page in found)
        assert "grader.check" not in "".join(pages)


def test_without_a_browser_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    path = tmp_path / "x.pdf"
    said = written_pdf.write(REPOSITORY.student_notebook("function_gan"), path)
    assert "there is no Chromium or Chrome" in said
    assert not path.exists()


def test_a_notebook_without_written_questions_has_none(tmp_path: Path) -> None:
    notebook, path = tmp_path / "tiny.ipynb", tmp_path / "x.pdf"
    content = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Discs")])
    nbformat.write(content, notebook)
    path.write_text("of an earlier release", encoding="utf-8")
    assert written_pdf.write(notebook, path) == ""
    assert not path.exists()
