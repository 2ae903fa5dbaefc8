"""Totals over parts: weights, what is dropped, what is missing, and whose line is whose."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from gangrade.cli import app
from gangrade.errors import InputError
from gangrade.finals import totals
from gangrade.finals.roster import Roster
from gangrade.finals.totals import Entry, Scheme
from typer.testing import CliRunner

ROSTER = "name,id,email\nAda Lovelace,u1,ada@uni.example\nEmmy Noether,u2,emmy@uni.example\n"
HEADER = "student,id,email,submission,attempts,status,total,possible,one,late,penalty,corrected\n"
ADA, EMMY = "Ada Lovelace,u1,ada@uni.example", "Emmy Noether,u2,emmy@uni.example"


def part(folder: Path, name: str, possible: float, *lines: str) -> Path:
    """Write what `merge` leaves of a part: lines are a student, then status and total."""
    out = folder / f"final-{name}"
    out.mkdir()
    (out / "merged.json").write_text(json.dumps({"part": name, "corrections": {}, "pages": []}))
    rows = [
        f"{who},work,1,{status},{mark},{possible},,,,\n"
        for who, status, mark in (line.rsplit(":", 2) for line in lines)
    ]
    (out / "final.csv").write_text("\ufeff" + HEADER + "".join(rows), "utf-8")
    return out


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """Three parts of 40, 20 and 10 points."""
    return [
        part(tmp_path, "curves", 40, f"{ADA}:complete:30", f"{EMMY}:complete:20"),
        part(tmp_path, "images", 20, f"{ADA}:complete:20", f"{EMMY}:nothing handed in:"),
        part(tmp_path, "theory", 10, f"{ADA}:complete:5", f"{EMMY}:complete:9"),
    ]


def run(folders: list[Path], terms: str = "", roster: str = ROSTER) -> tuple[int, str, Path]:
    folder = folders[0].parent
    (folder / "roster.csv").write_text(roster, "utf-8")
    (folder / "course.toml").write_text(terms, "utf-8")
    options = ["--roster", folder / "roster.csv", "--course", folder / "course.toml"]
    arguments = [*folders, *options, "--out", folder / "totals"]
    result = CliRunner().invoke(app, ["total", *map(str, arguments)])
    return result.exit_code, " ".join(result.output.split()), folder / "totals"


def lines(out: Path) -> list[dict[str, str]]:
    with (out / "total.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_points_are_added_and_what_is_missing_stays_open(folders: list[Path]) -> None:
    code, said, out = run(folders)
    assert code == 1
    assert "Emmy Noether (u2): images: nothing handed in." in said and ".." not in said
    assert "1 of 2 totals are complete." in said
    ada, emmy = lines(out)
    assert (ada["status"], ada["total"], ada["possible"]) == ("complete", "55", "70")
    assert (emmy["status"], emmy["total"]) == ("open: images: nothing handed in", "")
    assert (emmy["curves"], emmy["images"], emmy["theory"]) == ("20", "", "9")
    canvas = (out / "canvas.csv").read_text("utf-8")
    assert "course total" in canvas and "Ada Lovelace" in canvas
    assert "Emmy Noether" not in canvas


@pytest.mark.parametrize(
    ("terms", "ada", "emmy", "possible"),
    [
        ("missing = 0", "55", "29", "70"),
        # 30/40 · 1 + 20/20 · 1 + 5/10 · 2 of 4; 20/40 · 1 + 0 + 9/10 · 2 of 4
        ("missing = 0\nweights = {curves = 1, images = 1, theory = 2}", "68.75", "57.5", "100"),
        # Ada's theory goes: 50 of 60; Emmy's images: 29 of 50
        ("missing = 0\ndrop_lowest = 1", "83.33", "58", "100"),
        ("missing = 0\ndrop_lowest = 1\npoints = 30", "25", "17.4", "30"),
        # 50 of 60 and 5 on top; 20 of 60 and 9 on top
        ("missing = 0\nbonus = ['theory']", "55", "29", "60"),
        # nothing for a bonus is nothing: no line on what is missing is needed
        ("bonus = ['images']", "55", "29", "50"),
        # A bonus is worth a third of its points to both, whatever is dropped.
        ("missing = 0\nbonus = ['theory']\ndrop_lowest = 1\npoints = 20", "21.67", "13", "20"),
    ],
)
def test_schemes(folders: list[Path], terms: str, ada: str, emmy: str, possible: str) -> None:
    code, said, out = run(folders, f"[total]\n{terms}\n\n[curves]\nattempts = 'best'\n")
    assert code == 0, said
    rows = lines(out)
    assert [row["total"] for row in rows] == [ada, emmy]
    assert {row["possible"] for row in rows} == {possible}
    assert [row["zeros"] for row in rows] == ["", "images"]


@pytest.mark.parametrize(
    ("terms", "total", "excused", "dropped"),
    [
        # Excused from 20 of 70 points: 29 of 50, out of 70.
        ("excused = {images = ['u2']}", "40.6", "images", ""),
        ("excused = {images = ['Emmy Noether']}\nmissing = 0", "40.6", "images", ""),
        # Of the two others the better one counts, and of one that one.
        ("excused = {images = ['u2']}\ndrop_lowest = 1", "90", "images", "curves"),
        (
            "excused = {images = ['u2'], theory = ['u2']}\ndrop_lowest = 1",
            "50",
            "images theory",
            "",
        ),
        ("excused = {theory = ['u2']}\nbonus = ['theory']\nmissing = 0", "20", "theory", ""),
        ("excused = {curves = ['u2'], images = ['u2'], theory = ['u2']}", "", None, ""),
    ],
)
def test_an_excused_part_does_not_count(
    folders: list[Path], terms: str, total: str, excused: str | None, dropped: str
) -> None:
    code, said, out = run(folders, f"[total]\n{terms}\n")
    ada, emmy = lines(out)
    assert ada["status"] == "complete" and ada["excused"] == "" and ada["total"]
    assert (emmy["total"], emmy["dropped"]) == (total, dropped)
    if excused is None:
        assert (code, emmy["status"]) == (1, "open: excused from all parts")
    else:
        assert (code, emmy["excused"]) == (0, excused), said
        assert not {*emmy["zeros"].split()} & {*excused.split()}


def test_who_is_excused_is_one_student(folders: list[Path]) -> None:
    code, said, _ = run(folders, "[total]\nmissing = 0\nexcused = {images = ['eve', 'u1']}\n")
    assert code == 1 and "excused, images: eve is nobody in the roster." in said


def test_of_equal_shares_the_heavier_part_is_dropped(tmp_path: Path) -> None:
    roster = "name,id\nAda Lovelace,u1\n"
    who = "Ada Lovelace,u1,"
    folders = [
        part(tmp_path, "a", 10, f"{who}:complete:5"),
        part(tmp_path, "b", 30, f"{who}:complete:15"),
        part(tmp_path, "c", 10, f"{who}:complete:10"),
    ]
    code, said, out = run(folders, "[total]\ndrop_lowest = 1\n", roster)
    assert code == 0, said
    assert [(row["dropped"], row["total"]) for row in lines(out)] == [("b", "75")]


@pytest.mark.parametrize(
    ("cells", "fits"),
    [
        (("Ada Lovelace", "u1", "ada@uni.example"), True),
        (("Lovelace, ADA", "U1", ""), True),
        # Another assignment's number of a participant.
        (("Ada Lovelace", "904", "Ada@uni.example"), True),
        (("Emmy Noether", "u1", "emmy@uni.example"), False),
        (("Ada Lovelace", "u7", ""), False),
        (("Ada Lovelace", "", ""), True),
        (("", "", ""), False),
    ],
)
def test_whose_a_line_is(cells: tuple[str, str, str], fits: bool, tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER, "utf-8")
    ada = Roster.read(path).students[0]
    name, number, email = cells
    entry = Entry(
        "line 2", name, id=number, email=email, submission="", status="complete", points=1
    )
    assert entry.fits(ada) == fits


def test_what_fits_nobody_or_several_is_told(tmp_path: Path) -> None:
    roster = "name,id\nAda Lovelace,u1\nAda Lovelace,u2\nEmmy Noether,u3\n"
    folders = [
        part(
            tmp_path,
            "curves",
            10,
            "Ada Lovelace,,:complete:7",
            "Emmy Noether,u3,:complete:3",
            "Emmy Noether,u3,:complete:4",
            "Eve Nobody,u9,:complete:1",
        )
    ]
    code, said, out = run(folders, roster=roster)
    assert code == 1
    assert "line 2: Ada Lovelace may be Ada Lovelace (u1), Ada Lovelace (u2)." in said
    assert "line 5: Eve Nobody is not in the roster" in said
    assert [row["status"] for row in lines(out)] == ["open: curves: which line counts"] * 3
    assert not (out / "canvas.csv").exists()


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("weights = {curves = 1, images = 2}", "weights: theory has no weight"),
        ("weights = {curve = 1}", "no final marks of curve"),
        ("weights = {curves = 0}", "weights should be a number above 0 for each part"),
        ("weights = 3", "weights should be a number above 0 for each part"),
        ("drop_lowest = 3", "drop_lowest = 3 leaves none"),
        ("drop_lowest = -1", "drop_lowest should be how many"),
        ("drop_lowest = true", "drop_lowest should be how many"),
        ("points = 'all'", "points should be a number above 0"),
        ("points = inf", "points should be a number above 0"),
        ("missing = 1", "missing should be 0"),
        ("missing = true", "missing should be 0"),
        ("bonus = 'theory'", "bonus should be a list of parts"),
        ("bonus = ['poem']", "no final marks of poem"),
        ("bonus = ['curves', 'images', 'theory']", "Of 0 parts that count"),
        ("excused = ['u1']", "excused should be a list of students for each part"),
        ("excused = {images = 'u1'}", "excused should be a list of students for each part"),
        ("excused = {poem = ['u1']}", "no final marks of poem"),
        ("weigths = {}", "there is no weigths; there are weights"),
    ],
)
def test_mistakes_in_the_scheme_are_told(folders: list[Path], table: str, said: str) -> None:
    code, told, out = run(folders, f"[total]\n{table}\n")
    assert (code, out.exists()) == (2, False)
    assert said in told


def test_folders_that_are_none_are_told(folders: list[Path], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no final marks of a part"):
        totals.read_marks(tmp_path)
    table = folders[0] / "final.csv"
    good = table.read_text("utf-8")
    for old, new, said in (
        ("student,id", "pupil,id", "no column student"),
        (",30,40,", ",thirty,40,", "line 2: total and possible should be numbers"),
        (",30,40,", ",30,50,", "possible should be the same in all lines"),
    ):
        table.write_text(good.replace(old, new), "utf-8")
        with pytest.raises(InputError, match=said):
            totals.read_marks(folders[0])
    table.write_text(good.replace(",", ";"), "utf-8")  # as spreadsheets of some countries save it
    assert totals.read_marks(folders[0]).entries[0].points == 30
    code, said, _ = run([*folders, folders[1]])
    assert (code, "two folders with final marks of images" in said) == (2, True)


def test_without_the_table_points_are_added(tmp_path: Path) -> None:
    path = tmp_path / "course.toml"
    path.write_text("[curves]\nattempts = 'best'\n", "utf-8")
    assert Scheme.read(path) == Scheme()
