"""The hidden tests are plain otter tests: otter's own tools run them on the solution."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from gangrade.part.course import Course
from gangrade.release.build import complete
from gangrade.release.master import read_master

REPOSITORY = Course.find(Path(__file__).parent)
FIRST = "function_gan"
QUICK = "evaluation"
PARTS = [
    part if part == QUICK else pytest.param(part, marks=pytest.mark.audit)
    for part in REPOSITORY.parts()
]
"""Others train twice, which takes minutes."""
OTTER = Path(sys.executable).with_name("otter")


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_otter_assign_and_otter_run_accept_the_solution(
    part: str, course: Course, tmp_path: Path
) -> None:
    shutil.copytree(course.library, tmp_path / "gankit")
    master = complete(read_master(course.master(part)))
    config = next(cell for cell in master.cells if "ASSIGNMENT CONFIG" in cell.source)
    assert "generate: false" in config.source
    config.source = config.source.replace("generate: false", "generate: true\nfiles: [gankit]")
    nbformat.write(master, tmp_path / f"{part}.ipynb")

    # Without --no-run-tests, otter grades its solution notebook and fails if a test does.
    assign = subprocess.run(
        [OTTER, "assign", "-v", f"{part}.ipynb", "dist"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert assign.returncode == 0, assign.stderr[-3000:]
    assert "All autograder tests passed" in assign.stdout + assign.stderr

    [zipped] = (tmp_path / "dist" / "autograder").glob("*.zip")
    check_full_marks(zipped, tmp_path / "dist" / "autograder" / f"{part}.ipynb", tmp_path)


@pytest.mark.slow
def test_otter_run_accepts_the_solution_with_the_released_zip(
    released_course: Path, tmp_path: Path
) -> None:
    released = Course(released_course)
    shutil.copytree(released.library, tmp_path / "gankit")
    check_full_marks(released.autograder_zip(FIRST), released.solution_notebook(FIRST), tmp_path)


def check_full_marks(zipped: Path, notebook: Path, folder: Path) -> None:
    results = folder / "results"
    results.mkdir()
    run = subprocess.run(
        [OTTER, "run", "-a", zipped, "-o", results, notebook],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    tests = json.loads((results / "results.json").read_text())["tests"]
    graded = {t["name"]: (t["score"], t["max_score"]) for t in tests if "max_score" in t}
    questions = read_master(REPOSITORY.master(notebook.stem)).questions
    assert graded.keys() == {question.name for question in questions if not question.manual}
    assert all(score == possible for score, possible in graded.values()), graded
