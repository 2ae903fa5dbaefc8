"""What merging writes, keeps and refuses, by the command line with a small part."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from conftest import MakePart
from gangrade.cli import app
from gangrade.marking import marks
from gangrade.results import records
from gangrade.results.records import Record
from gangrade.results.result import QuestionResult, Result, TestResult
from test_roster import WORKSHEET
from typer.testing import CliRunner

TESTS = 'def test_hidden(one):\n    """It works."""\n    assert one() == 1\n'
LEVELS = [{"points": 2, "earns": "Ideas."}, {"points": 0, "earns": "None."}]
ESSAY = {"manual": True, "asks": "Why?", "answer": "Because.", "rubric": LEVELS}
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,{columns}\n    Points Possible,,,,,{points}\n"
    "Ada,1,10017,ada,S,{ada}\nBob,2,10018,bob,S,{bob}\n"
)
ADA, BOB = "ada_10017", "bob_10018"


class Small:
    """A part of 2 automatic points and 2 of people, and submissions of two students."""

    def __init__(self, root: Path, autograder: Path):
        """Write results, answers and marks."""
        self.root, self.zip = root, autograder
        for name in (ADA, BOB):
            self.grade(name)
        known = {
            name[:3].upper(): {"submission": name, "version": "v1", "state": "given"}
            for name in (ADA, BOB)
        }
        key = {"part": "small", "questions": {"essay": known}}
        self.write("answers/answers.json", json.dumps(key))
        self.mark()

    def write(self, name: str, text: str) -> str:
        path = self.root / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text, encoding="utf-8")
        return str(path)

    def grade(self, name: str) -> None:
        questions = (QuestionResult("one", 2, 2, (TestResult("It works.", None, True),)),)
        record = Record(Result(name, "small", None, questions, ("essay",)), keys={"one": "key"})
        self.write(f"results/{name}/{records.NAME}", records.dumps(record))

    def mark(self, **points: object) -> None:
        rows = [f"essay,{n},v1,{p},,Eve" for n, p in ({"ADA": 2, "BOB": 1} | points).items()]
        self.write("marks.csv", "\n".join([",".join(marks.MARKS), *rows]))

    def merge(self, *more: str, out: str = "final") -> int:
        arguments = [
            *("--part", "small", "--autograder", str(self.zip), "--out", str(self.root / out)),
            *("--results", str(self.root / "results"), "--answers", str(self.root / "answers")),
            *(*more, str(self.root / "marks.csv")),
        ]
        found = CliRunner().invoke(app, ["merge", *arguments])
        assert found.exception is None or isinstance(found.exception, SystemExit), found.output
        self.said = " ".join(found.output.split())
        return found.exit_code

    def files(self) -> dict[str, str]:
        """What was written, by name."""
        out = self.root / "final"
        files = [path for path in out.rglob("*") if path.is_file()]
        return {path.relative_to(out).as_posix(): path.read_text("utf-8-sig") for path in files}

    def table(self, name: str) -> list[list[str]]:
        return list(csv.reader(self.files()[name].splitlines()))


@pytest.fixture
def small(make_part: MakePart, tmp_path: Path) -> Small:
    autograder = make_part({"one": TESTS, "essay": ""}, {"essay": ESSAY})
    return Small(tmp_path / "course", autograder.path)


def test_files_of_a_merge(small: Small) -> None:
    assert small.merge() == 0, small.said
    assert sorted(small.files()) == [
        f"{ADA}/feedback.html",
        f"{BOB}/feedback.html",
        "final.csv",
        "merged.json",
    ]
    assert [line[2:4] for line in small.table("final.csv")] == [
        ["status", "total"],
        ["complete", "4"],
        ["complete", "3"],
    ]


# --- course systems ------------------------------------------------------------------------------


def test_final_marks_never_go_into_the_automatic_column(small: Small) -> None:
    for columns, expected in (
        ("small (automatic) (777)", "small"),
        ("small (automatic) (777),small (778)", "small (778)"),
    ):
        extra = "," * columns.count(",")
        text = CANVAS.format(columns=columns, points=f"4{extra}", ada=extra, bob=extra)
        assert small.merge("--roster", small.write("roster.csv", text)) == 0, small.said
        assert small.table("canvas.csv")[0][-1] == expected
        assert small.table("canvas.csv")[2][-1] == "4"


def test_students_with_an_open_mark_are_not_exported(small: Small) -> None:
    text = CANVAS.format(columns="small (778)", points=3, ada="", bob="EX")
    roster = small.write("roster.csv", text)
    assert small.merge("--roster", roster) == 0, small.said
    assert [line[0] for line in small.table("canvas.csv")[2:]] == ["Ada"]
    assert '"small (778)" has 3 points in Canvas, the final marks have 4.' in small.said
    assert "Without a mark, because they are excused" in small.said
    small.mark(ADA="two")
    assert small.merge("--roster", roster) == 1
    assert "not “two”" in small.said
    assert "canvas.csv" in small.files() and "Ada" not in small.files()["canvas.csv"]
    course = small.write("course.toml", "[small]\ndue = 2026-11-20T12:00:00+00:00\n")
    small.mark()
    assert small.merge("--roster", roster, "--course", course) == 1
    assert "canvas.csv" not in small.files()  # no time is known
    assert small.table("final.csv")[1][5:7] == ["open: time not known", ""]


def test_who_handed_in_nothing_has_a_line_and_no_mark(small: Small) -> None:
    roster = small.write("roster.csv", "name,id\nAda,10017\nBob,10018\nEve,10019\n")
    assert small.merge("--roster", roster) == 0, small.said
    assert "2 of 2 final marks are complete. 1 in the roster handed in nothing." in small.said
    assert small.table("final.csv")[3][:7] == ["Eve", "10019", "", "", "0", "nothing handed in", ""]
    assert "Eve" not in small.files()["canvas.csv"] + small.files()["moodle.csv"]


def test_final_marks_in_a_worksheet_of_moodle(small: Small) -> None:
    name = "Ada_Lovelace_123_assignsubmission_file_"
    (small.root / "results" / ADA).rename(small.root / "results" / name)
    small.grade(name)
    answers = (small.root / "answers/answers.json").read_text("utf-8")
    small.write("answers/answers.json", answers.replace(ADA, name))
    roster = small.write("roster.csv", WORKSHEET)
    course = small.write(
        "course.toml", "[small]\ndue = 2026-11-20T12:00:00+00:00\nlate = { per_day = 1 }\n"
    )
    times = small.write("times.csv", f"submission,time\n{name},2026-11-20T13:00:00+00:00\n")
    terms = ("--roster", roster, "--course", course, "--times", times)
    assert small.merge(*terms) == 1  # Bob is not in the roster
    text = "small, final marks: 3 of 4 points (one 2/2, essay 2/2, late -1)."
    assert text in small.files()["moodle.csv"]
    assert "maximum grade is 16.00 in Moodle, the final marks have 4 points" in small.said
    before = WORKSHEET.replace('AM","one\ntwo",-,', 'AM",,-,"small, automatic part: 2 of 2"')
    assert before != WORKSHEET
    small.write("roster.csv", before)
    assert small.merge(*terms) == 1
    assert text in small.files()["moodle.csv"]


# --- what is kept, and what goes away ------------------------------------------------------------


def test_a_page_that_does_not_count_any_more_goes_away(small: Small) -> None:
    roster = small.write("roster.csv", "name,id\nAda,10017\nBob,10018\n")
    assert small.merge("--roster", roster) == 0, small.said
    small.write(f"final/{BOB}/mine.txt", "notes")
    small.write("final/eve/feedback.html", "somebody else's")
    small.write("roster.csv", "name,id\nEve,10019\n")
    assert small.merge("--roster", roster) == 1
    files = small.files()
    assert f"do not count any more: the pages of {ADA}, {BOB}." in small.said
    assert sorted(files) == [f"{BOB}/mine.txt", "eve/feedback.html", "final.csv", "merged.json"]
    assert not (small.root / "final" / ADA).exists()


def test_exports_of_an_earlier_merge_are_named(small: Small) -> None:
    roster = small.write("roster.csv", "name,id\nAda,10017\nBob,10018\n")
    assert small.merge("--roster", roster) == 0, small.said
    assert small.merge() == 0
    assert "canvas.csv and moodle.csv in" in small.said and "may be out of date" in small.said


def test_folders_that_are_in_use_for_something_else(small: Small) -> None:
    assert small.merge(out="results") == 2
    assert "holds what `gangrade grade` wrote. Choose another folder" in small.said
    assert small.merge(out="marks.csv") == 2
    assert "marks.csv is a file. Choose a folder" in small.said
    memory = json.dumps({"part": "other", "corrections": {}, "pages": []})
    small.write("final/merged.json", memory)
    assert small.merge() == 2
    assert "holds final marks of other. Choose another folder" in small.said
    assert small.files() == {"merged.json": memory}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "There is no such file"),
        ("submission,question,points,reason\n", "has no column who"),
        (f"submission,question,points,reason,who\n{ADA},one,none,Appeal,Prof\n", "not “none”"),
    ],
)
def test_corrections_that_cannot_be_read_stop_it(
    content: str | None, said: str, small: Small
) -> None:
    lines = f"submission,question,points,reason,who\n{ADA},one,0,Appeal,Prof\n"
    path = small.write("overrides.csv", lines)
    assert small.merge("--overrides", path) == 0, small.said
    before = small.files()
    if content is None:
        Path(path).unlink()
    else:
        small.write("overrides.csv", content)
    assert small.merge("--overrides", path) == 2
    assert said in small.said
    assert small.files() == before


def test_marks_that_cannot_be_read_stop_it(small: Small) -> None:
    small.write("marks.csv", "question,answer\n")
    assert small.merge() == 2
    assert "has no column version" in small.said
    assert not (small.root / "final").exists()


def test_a_copied_folder_does_not_take_the_place_of_the_first(small: Small) -> None:
    small.write(
        f"results/{ADA}_before/{records.NAME}",
        (small.root / "results" / ADA / records.NAME).read_text("utf-8").replace("2.0", "0.0"),
    )
    (small.root / "results" / BOB / records.NAME).write_text("{")
    assert small.merge() == 1
    assert f"is a copy of the results of {ADA}: left out" in small.said
    assert f"{BOB}: its record.json cannot be read" in small.said
    lines = small.table("final.csv")
    assert [line[:4] for line in lines[1:]] == [
        [ADA, "1", "complete", "4"],
        [BOB, "1", "open: one; its record.json cannot be read", ""],
    ]


def test_another_part_is_refused(small: Small) -> None:
    config = small.zip / "part.json"
    config.write_text(config.read_text("utf-8").replace('"small"', '"other"'), "utf-8")
    assert small.merge() == 2
    assert "grades the part other, not small" in small.said
