"""How points come about: all or none, by test, as a bonus, for practice; and their sums."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import nbformat
import pytest
from conftest import MakePart
from gangrade.cli import app
from gangrade.part.points import shares, total
from typer.testing import CliRunner

pytestmark = pytest.mark.usefixtures("in_process")

TESTS = '''
def test_value({0}):
    """It doubles."""
    assert {0}(3) == 6

def test_hidden_zero({0}):
    """It keeps 0."""
    assert {0}(0) == 0

def test_hidden_sign({0}):
    """It keeps the sign."""
    assert {0}(-1) == -2
'''
SETTINGS = {
    "strict": {"points": 2},
    "lenient": {"points": 4, "by_test": True},
    "practice": {"points": 0},
    "extra": {"points": 3, "bonus": True},
}
WRONG, RIGHT = "return abs(2 * x)", "return 2 * x"
"""The wrong one passes two of three tests."""


def table(path: Path) -> dict[str, dict[str, str]]:
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return {row["submission"]: row for row in csv.DictReader(lines)}


def test_points_come_as_the_question_s_author_says(make_part: MakePart, tmp_path: Path) -> None:
    make_part({name: TESTS.format(name) for name in SETTINGS}, SETTINGS)
    work, out, final = tmp_path / "work", tmp_path / "out", tmp_path / "final"
    work.mkdir()
    for student, body in (("right", RIGHT), ("wrong", WRONG)):
        code = "\n".join(f"def {name}(x):\n    {body}" for name in SETTINGS)
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
        nbformat.write(notebook, work / f"{student}.ipynb")
    common = ["--part", "small", "--autograder", str(tmp_path / "autograder")]
    command = ["grade", *common, "--out", str(out), str(work)]
    graded = CliRunner().invoke(app, command)
    assert graded.exit_code == 0, graded.output
    expected = {
        "right": {"strict": "2", "lenient": "4", "practice": "0", "extra": "3", "score": "9"},
        "wrong": {"strict": "0", "lenient": "2.66", "practice": "0", "extra": "0", "score": "2.66"},
    }
    rows = table(out / "grades.csv")
    for student, marks in expected.items():
        assert {name: rows[student][name] for name in marks} == marks
        assert rows[student]["possible"] == "6"  # practice gives nothing, a bonus comes on top
    results = json.loads((out / "wrong" / "results.json").read_text())
    of_lenient = [t for t in results["tests"] if t["name"].startswith("lenient")]
    shown = [(test["score"], test["max_score"]) for test in of_lenient]
    assert shown == [(1.33, 1.33), (1.33, 1.33), (0, 1.34)]
    assert results["score"] == 2.66
    page = (out / "wrong" / "feedback.html").read_text(encoding="utf-8")
    assert "2 of 3 tests passed. Each test gives its share of the points." in page
    assert "For practice: it gives no points." in page
    assert "A bonus: its points come on top." in page
    merge = ["merge", *common, "--results", str(out), "--out", str(final)]
    merged = CliRunner().invoke(app, merge)
    assert merged.exit_code == 0, merged.output
    totals = {n: (row["total"], row["possible"]) for n, row in table(final / "final.csv").items()}
    assert totals == {"right": ("9", "6"), "wrong": ("2.66", "6")}


def test_sums_are_exact() -> None:
    assert total([0.1] * 3 + [2.7] * 11) == 30 != 0.1 + 0.1 + 0.1 + 11 * 2.7
    for points in (4, 0.1, 2.5, 0):
        for n in range(1, 9):
            assert total(shares(points, n)) == points
            assert max(shares(points, n)) - min(shares(points, n)) < 0.011
