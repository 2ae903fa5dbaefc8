"""An appeal: one question of one submission, graded again and again."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from conftest import MakePart
from gangrade.cli import app
from typer.testing import CliRunner

pytestmark = pytest.mark.usefixtures("in_process")

TESTS = '''
def test_hidden_luck(parity):
    """It foresees what is drawn."""
    drawn = draws.seed("luck") % 1000
    draws.note(**{"drawn: luck": drawn, "drawn: name": "x"})
    assert parity() == drawn % 2, "It should be the parity."

def test_hidden_type(parity):
    """It is a number."""
    assert isinstance(parity(), int)
'''


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["appeal", *map(str, arguments)])
    return result.exit_code, " ".join(result.output.split())


@pytest.fixture
def work(tmp_path: Path) -> Path:
    cell = nbformat.v4.new_code_cell("def parity():\n    return 0")
    path = tmp_path / "work" / "ada.ipynb"
    path.parent.mkdir()
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    return path


def test_a_question_is_graded_many_times_with_other_draws(
    make_part: MakePart, work: Path, tmp_path: Path
) -> None:
    zipped = make_part(
        {"parity": TESTS, "other": TESTS},
        calibration={"parity": {"thresholds": {"luck": [0, 500]}}},
    ).path
    out = tmp_path / "appeal"
    common = ["--part", "small", "--autograder", zipped, "--out", out]
    code, said = run(work, *common, "--question", "parity", "--seeds", 12)
    assert code == 0, said
    numbers = json.loads((out / "ada-parity.json").read_text())
    gradings = numbers["gradings"]
    drawn = [grading["values"]["drawn: luck"] for grading in gradings]
    assert len({*drawn}) > 8  # each time other draws
    for grading, value in zip(gradings, drawn, strict=True):
        assert grading["passed"] == (value % 2 == 0)
        assert grading["failed"] == ([] if value % 2 == 0 else ["It foresees what is drawn."])
    passed = sum(value % 2 == 0 for value in drawn)
    assert 0 < passed < 12
    assert f"parity of ada has its points in {passed} of 12 gradings." in said
    page = (out / "ada-parity.html").read_text(encoding="utf-8")
    inside = sum(0 <= value <= 500 for value in drawn)
    assert f"{inside} of 12" in page and "0 to 500" in page
    assert f"passed {passed} of 12" in page and "passed 12 of 12" in page
    assert "It should be the parity." in page and "95 % interval" in page
    assert page.count("<div>It foresees what is drawn.</div>") == 12 - passed
    assert "<script" not in page

    # The first grading is the one that a class gets.
    results = tmp_path / "results"
    options = ["--part", "small", "--autograder", zipped, "--out", results, work]
    graded = CliRunner().invoke(app, ["grade", *map(str, options)])
    assert graded.exit_code == 0, graded.output
    record = json.loads((results / "ada" / "record.json").read_text())
    [first, _] = [q["tests"][0]["values"]["drawn: luck"] for q in record["result"]["questions"]]
    assert first == drawn[0]


def test_what_cannot_be_appealed_is_told(make_part: MakePart, work: Path, tmp_path: Path) -> None:
    zipped = make_part({"parity": TESTS}).path
    common = ["--part", "small", "--autograder", zipped, "--out", tmp_path / "out"]
    code, said = run(work, *common, "--question", "essay")
    assert code == 2 and "small has no question essay with tests: parity." in said
    nbformat.write(nbformat.v4.new_notebook(), work.with_name("bob.ipynb"))
    code, said = run(work.parent, *common, "--question", "parity")
    assert code == 2 and "holds 2 submissions. Name the one" in said
    work.write_text("no notebook")
    code, said = run(work, *common, "--question", "parity")
    assert code == 2 and "This is not a notebook" in said
