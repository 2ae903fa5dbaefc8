"""Several people and machines: one secret gives the marks that one person would give."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import nbformat
import pytest
from conftest import MakePart
from gangrade.cli import app
from gangrade.part.part import Autograder
from typer.testing import CliRunner

pytestmark = pytest.mark.usefixtures("in_process")

TESTS = '''
def test_hidden_luck(parity):
    """It foresees what is drawn."""
    drawn = draws.seed("luck")
    draws.note(drawn=drawn)
    assert parity() == drawn % 2
'''
CLASS = [f"student{number}" for number in range(8)]


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return result.exit_code, " ".join(result.output.split())


def marks(table: Path) -> dict[str, str]:
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    return {row["submission"]: row["score"] for row in csv.DictReader(lines)}


def drawn(out: Path) -> dict[str, int]:
    """Return what each submission met."""
    records = {path.parent.name: json.loads(path.read_text()) for path in out.glob("*/record.json")}
    return {
        name: record["result"]["questions"][0]["tests"][0]["values"]["drawn"]
        for name, record in records.items()
    }


def with_secret(autograder: Path, folder: Path, secret: str) -> Path:
    """Return another person's zip, with this secret."""
    shutil.copytree(autograder, folder)
    (folder / "secret.txt").write_text(secret, encoding="utf-8")
    return folder


def test_two_people_with_one_secret_grade_two_halves_as_one_would(
    make_part: MakePart, tmp_path: Path
) -> None:
    mine = make_part({"parity": TESTS}).path
    hers = with_secret(mine, tmp_path / "hers", "5ec2e7\n")
    work = tmp_path / "work"
    work.mkdir()
    for name in CLASS:
        cell = nbformat.v4.new_code_cell(f"def parity():\n    return 0  # {name}")
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), work / f"{name}.ipynb")

    def grade(zipped: Path, out: Path, names: list[str]) -> tuple[int, str]:
        files = [work / f"{name}.ipynb" for name in names]
        return run("grade", "--part", "small", "--autograder", zipped, "--out", out, *files)

    whole, first, second = (tmp_path / name for name in ("whole", "first", "second"))
    for code, said in (
        grade(mine, whole, CLASS),
        grade(mine, first, CLASS[:4]),
        grade(hers, second, CLASS[4:]),
    ):
        assert code == 0, said
        assert f"released with the secret {Autograder(mine).fingerprint}" in said
    assert drawn(first) | drawn(second) == drawn(whole)
    assert {*marks(whole / "grades.csv").values()} == {"0", "2"}  # it depends on what is drawn

    # The folders of the halves are put together; nothing is graded again.
    for folder in second.glob("student*"):
        shutil.copytree(folder, first / folder.name)
    code, said = grade(mine, first, CLASS)
    assert code == 0 and "8 of 8 submissions graded, 8 of them before" in said
    assert marks(first / "grades.csv") == marks(whole / "grades.csv")

    # Another secret is another examination: it stops before anything is done.
    other = with_secret(mine, tmp_path / "other", "07e2\n")
    before = {path: path.read_bytes() for path in first.rglob("*.*") if path.is_file()}
    code, said = grade(other, first, CLASS)
    here, there = Autograder(other).fingerprint, Autograder(mine).fingerprint
    assert code == 1 and f"come from the secret {there}, and other holds {here}" in said
    assert {path: path.read_bytes() for path in before} == before

    # Who puts such results together all the same is told by the next merge.
    assert grade(other, tmp_path / "third", CLASS[:1])[0] == 0
    shutil.rmtree(first / CLASS[0])
    shutil.copytree(tmp_path / "third" / CLASS[0], first / CLASS[0])
    arguments = ["--part", "small", "--autograder", mine, "--results", first]
    code, said = run("merge", *arguments, "--out", tmp_path / "final")
    assert code == 1 and f"Graded with another secret than {there}: {CLASS[0]}." in said
