"""A part is a folder: what two parts call by one name stays apart."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from gangrade.corpus.cases import read_cases
from gangrade.part.course import Course
from gangrade.reports import misconceptions
from gangrade.reports.misconceptions import Misconception
from gangrade.results.problems import CannotGrade
from gangrade.verdicts import draws


def write_part(course: Course, part: str, wrong: str) -> None:
    for path in (course.solution_notebook(part), course.student_notebook(part)):
        code = nbformat.v4.new_code_cell("def area(r):\n    return 3 * r * r")
        notebook = nbformat.v4.new_notebook(cells=[code])
        notebook.metadata["otter"] = {"assignment_name": part}
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, path)
    folder = course.mutants(part) / "area"
    folder.mkdir(parents=True)
    (folder / "wrong.py").write_text(
        f'"""Wrong in {part}.\n\nMessage: no\n"""\n\n\ndef area(r):\n    return {wrong}\n'
    )
    course.calibration(part).mkdir(parents=True)
    (course.calibration(part) / "area.json").write_text(json.dumps({"part": part}))


@pytest.fixture
def course(tmp_path: Path) -> Course:
    course = Course(tmp_path)
    write_part(course, "circles", "r")
    write_part(course, "squares", "r * r")
    return course


def test_mutants_of_two_questions_of_one_name_stay_apart(course: Course) -> None:
    for part, wrong in (("circles", "return r\n"), ("squares", "return r * r\n")):
        [mutant] = [c for c in read_cases(course, part, ["area"]) if c.kind == "mutant"]
        assert mutant.about == f"Wrong in {part}."
        assert f"{mutant.submission.cells[0].source}\n".endswith(wrong)


def test_what_mutants_said_stays_apart(course: Course) -> None:
    for part in ("circles", "squares"):
        entry = Misconception("wrong", f"Wrong in {part}.", {"It is right.": part}, {})
        misconceptions.keep(course.calibration(part), course.mutants(part), {"area": [entry]})
    for part in ("circles", "squares"):
        [entry] = misconceptions.read(course.calibration(part), ["area"])["area"]
        assert entry.failed == {"It is right.": part}


def test_thresholds_of_two_questions_of_one_name_stay_apart(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in ("circles", "squares"):
        with draws.in_force(draws.Grading(calibration=course.calibration(part))):
            assert draws.calibration("area") == {"part": part}
    # Stock otter does not say which part it grades: nothing is guessed.
    monkeypatch.chdir(course.root)
    monkeypatch.setattr(draws, "CALIBRATIONS", course.calibrations)
    with pytest.raises(CannotGrade, match=r"Several parts \(circles, squares\)"):
        draws.calibration("area")
