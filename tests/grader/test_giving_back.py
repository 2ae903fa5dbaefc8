"""Pages back to students: what Moodle and Canvas take, and a folder of pages."""

from __future__ import annotations

import zipfile
from pathlib import Path

from gangrade.cli import app
from typer.testing import CliRunner

CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section
    Points Possible,,,,
"Lovelace, Ada",11,u11,ada,A
"Noether, Emmy",12,u12,emmy,A
"Test, No Work",13,u13,test,A
"""
MOODLE = """Identifier,Full name,Email address,Status,Grade,Maximum Grade
Participant 21,Ada_Maria Lovelace,ada@example.org,,,35
Participant 22,Zoë Öz/türk,zoe@example.org,,,35
"""


def pages(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).mkdir(parents=True)
        (folder / name / "feedback.html").write_text(f"page of {name}")
    return folder


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["feedback", *map(str, arguments)])
    return result.exit_code, " ".join(result.output.split())


def content(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_canvas_takes_files_named_as_it_names_them(tmp_path: Path) -> None:
    names = (
        "lovelaceada_LATE_11_501_function_gan-1",
        "noetheremmy_12_502_function_gan",
    )
    folder = pages(tmp_path / "final", *names)
    (tmp_path / "roster.csv").write_text(CANVAS)
    out = tmp_path / "out"
    arguments = [folder, "--part", "function_gan", "--roster", tmp_path / "roster.csv"]
    code, said = run(*arguments, "--out", out)
    assert code == 0, said
    assert content(out / "canvas-feedback.zip") == {
        "lovelaceada_11_501_feedback.html": f"page of {names[0]}",
        "noetheremmy_12_502_feedback.html": f"page of {names[1]}",
    }
    assert not (out / "moodle-feedback.zip").exists()
    assert [path.name for path in sorted((out / "pages").iterdir())] == [
        "Lovelace, Ada (u11).html",
        "Noether, Emmy (u12).html",
    ]


def test_moodle_takes_folders_named_as_it_names_them(tmp_path: Path) -> None:
    names = (
        "Ada_Maria_Lovelace_21_assignsubmission_file_-gan",
        "Zoë_Öz_türk_22_assignsubmission_file_-gan",
        "somebody_else",
    )
    folder = pages(tmp_path / "final", *names)
    (tmp_path / "roster.csv").write_text(MOODLE, encoding="utf-8")
    out = tmp_path / "out"
    (out / "pages").mkdir(parents=True)
    (out / "pages" / "of last week.html").touch()
    arguments = [folder, "--part", "function_gan", "--roster", tmp_path / "roster.csv"]
    code, said = run(*arguments, "--out", out)
    assert code == 1 and '"somebody_else" fits no student' in said
    assert "moodle-feedback.zip: pages of 2 students" in said
    assert content(out / "moodle-feedback.zip") == {
        "Ada Maria Lovelace_21_assignsubmission_file_/feedback.html": f"page of {names[0]}",
        "Zoë Öz türk_22_assignsubmission_file_/feedback.html": f"page of {names[1]}",
    }
    assert len([*(out / "pages").iterdir()]) == 2
    assert (out / "pages" / "Zoë Öz türk (22).html").read_text() == f"page of {names[1]}"


def test_a_group_gets_the_page_of_its_submission_and_two_pages_are_nobody_s(tmp_path: Path) -> None:
    folder = pages(tmp_path / "final", "submission_7", "eve", "eve_final")
    (tmp_path / "roster.csv").write_text(
        "name,sid,submission id,email\nAda,1,7,a@x.org\nAda,2,7,b@x.org\nEve,3,,eve@x.org\n"
    )
    out = tmp_path / "out"
    arguments = [folder, "--part", "function_gan", "--roster", tmp_path / "roster.csv"]
    code, said = run(*arguments, "--out", out)
    assert code == 1 and "Eve (3) has 2 submissions" in said
    assert [path.name for path in sorted((out / "pages").iterdir())] == [
        "Ada (1).html",
        "Ada (2).html",
    ]


def test_without_pages_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(MOODLE, encoding="utf-8")
    arguments = ["--part", "function_gan", "--roster", tmp_path / "roster.csv"]
    code, said = run(tmp_path, *arguments, "--out", tmp_path / "out")
    assert code == 2 and "has no pages. Run `gangrade merge`" in said
