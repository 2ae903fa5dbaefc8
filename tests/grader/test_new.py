"""A part that ``gangrade new`` begins is released, audited and graded at once."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from gangrade.cli import app
from gangrade.part.course import Course
from typer.testing import CliRunner

REPOSITORY = Course.find(Path(__file__).parent)
pytestmark = pytest.mark.usefixtures("in_process")


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """A course without parts; we are in its folder."""
    without = shutil.ignore_patterns("*.ipynb", "__pycache__", "dist", ".secret", "calibration")
    for folder in (REPOSITORY.assignment, REPOSITORY.image):
        target = tmp_path / folder.relative_to(REPOSITORY.root)
        shutil.copytree(folder, target, ignore=without)
    (tmp_path / "autograder/image/config.toml").write_text("")
    monkeypatch.chdir(tmp_path)
    return Course(tmp_path)


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, " ".join(result.output.split())


@pytest.mark.slow
def test_a_new_part_is_released_audited_and_graded(course: Course) -> None:
    assert run("new", "scratch")[0] == 0
    for command in (["release", "scratch"], ["audit", "scratch", "--jobs", "1"]):
        code, said = run(*command)
        assert code == 0, said
    assert "4 cases, 0 with surprises" in said
    code, said = run("promises", "scratch")
    assert code == 0 and "standardise" in said, said
    handed_in = [course.solution_notebook("scratch"), course.student_notebook("scratch")]
    code, said = run("grade", "--part", "scratch", "--out", "out", *handed_in)
    assert code == 0, said
    with Path("out/grades.csv").open(encoding="utf-8-sig") as file:
        scores = [row["score"] for row in csv.DictReader(file) if row["submission"] != "possible"]
    assert sorted(scores) == ["0", "2"]


@pytest.mark.parametrize(
    "there",
    ["assignment/scratch.ipynb", "solutions/scratch/notes.txt", "assignment/scratch.promises.toml"],
)
def test_what_is_there_is_not_overwritten(there: str, course: Course) -> None:
    path = course.root / there
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("work")
    code, said = run("new", "scratch")
    assert code == 2
    assert "is there already" in said
    assert path.read_text() == "work"
    assert sorted(course.root.rglob("*scratch*")) == [course.root / "/".join(there.split("/")[:2])]


@pytest.mark.parametrize("name", ["Scratch", "2d", "a-b", "../a", ""])
def test_names_that_would_not_do_are_refused(name: str, course: Course) -> None:
    code, said = run("new", name)
    assert code == 2
    assert "the name of a part" in said
    assert not course.solutions.exists()
