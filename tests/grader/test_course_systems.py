"""Marks as Canvas and Moodle import them."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from gangrade.finals import course_systems
from gangrade.finals.matching import match
from gangrade.finals.roster import Roster
from gangrade.results.failure import Why
from gangrade.results.result import Row
from test_roster import CANVAS, PLAIN, WORKSHEET

POSSIBLE = {"he_init": 4.0, "adam": 12.0}


def row(name: str, *marks: float, manual: tuple[str, ...] = ()) -> Row:
    return Row(name, None, dict(zip(POSSIBLE, marks, strict=True)), POSSIBLE, manual)


def refused(name: str) -> Row:
    return Row(name, "The file is empty.", {}, {})


class Course:
    """A roster, and what was written for it."""

    def __init__(self, folder: Path, text: str) -> None:
        self.folder = folder
        path = folder / "roster.csv"
        path.write_text(text, encoding="utf-8")
        self.roster = Roster.read(path)

    def write(self, *rows: Row, part: str = "function_gan") -> list[str]:
        matching = match(self.roster, [row.name for row in rows], part)
        self.notes = course_systems.notes(part, rows, self.roster, matching)
        paths = course_systems.write(self.folder, part, rows, roster=self.roster, matching=matching)
        assert all(path.is_file() for path in paths)
        return [path.name for path in paths]

    def table(self, name: str) -> list[list[str]]:
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            table = list(csv.reader(file, strict=True))
        assert len({len(line) for line in table}) == 1
        return table


def canvas_reads(table: Sequence[Sequence[str]]) -> dict[str, str]:
    """Return the marks by student, checked as Canvas's importer of gradebooks checks a file."""
    header, points, *students = table
    assert len(header) > 3 and "Student" in header[0] and "ID" in header[1]
    assert header[-2] == "Section"
    assert "Points Possible" in points[0]
    assert float(points[-1].replace(",", ".")) >= 0
    assert all(re.fullmatch(r"\d+(\.\d+)?", line[-1]) for line in students)
    return {line[0]: line[-1] for line in students}


# --- Canvas ----------------------------------------------------------------------------------


def test_a_gradebook_gets_marks_in_its_own_column(tmp_path: Path) -> None:
    course = Course(tmp_path, CANVAS)
    written = course.write(row("s1815001-function_gan", 4, 7.5), refused("s1906002"))
    assert written == ["canvas.csv"]
    table = course.table("canvas.csv")
    assert table == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "function_gan (901)"],
        ["    Points Possible", "", "", "", "", "16"],
        ["Lovelace, Ada", "12345", "s1815001", "ada@x.edu", "Section 1", "11.5"],
    ]
    assert canvas_reads(table) == {"Lovelace, Ada": "11.5"}
    assert course.notes == (
        'The marks go to the existing assignment "function_gan (901)" in Canvas.',
    )


def test_an_automatic_part_never_goes_into_the_column_of_the_whole(tmp_path: Path) -> None:
    course = Course(tmp_path, CANVAS)
    course.write(row("s1815001", 4, 0, manual=("adam_written",)))
    header, points, ada = course.table("canvas.csv")
    assert header[-1] == "function_gan (automatic)"
    assert (points[-1], ada[-1]) == ("16", "4")
    assert "automatic questions only" in course.notes[0]
    assert 'There is no assignment "function_gan (automatic)" in Canvas' in course.notes[1]
    again = Course(tmp_path, CANVAS.replace("function_gan", "function_gan (automatic)"))
    again.write(row("s1815001", 4, 0, manual=("adam_written",)))
    assert again.table("canvas.csv")[0][-1] == "function_gan (automatic) (901)"


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ("Part 1: Function-GAN (7),image_gan (8)", "Part 1: Function-GAN (7)"),
        ("function_gan draft (7),function_gan (8)", "function_gan (8)"),
        ("function_gan draft (7),old function_gan (8)", "function_gan"),
        ("function_gan Current Score,function_gans (8)", "function_gan"),
        ("function_gan (7),function_gan (8)", "function_gan"),
        ("function_gan,x (8)", "function_gan"),
    ],
)
def test_an_assignment_is_found_where_it_is_the_only_one(
    tmp_path: Path, columns: str, found: str
) -> None:
    text = f"Student,ID,SIS Login ID,Section,{columns}\n    Points Possible,,,,1,1\nA,1,ada,S,,\n"
    course = Course(tmp_path, text)
    course.write(row("ada", 4, 12))
    assert course.table("canvas.csv")[0][-1] == found


def test_marks_are_not_scaled_and_an_excuse_is_kept(tmp_path: Path) -> None:
    text = CANVAS.replace(",16,(read", ",20,(read").replace("Section 2,,4", "Section 2,,EX")
    course = Course(tmp_path, text)
    course.write(row("s1815001", 4, 12), row("s1906002", 4, 12))
    table = course.table("canvas.csv")
    assert canvas_reads(table) == {"Lovelace, Ada": "16"}
    assert table[1][-1] == "20"
    assert "has 20 points in Canvas, the automatic questions have 16." in course.notes[1]
    assert "Hopper, Grace (s1906002)" in course.notes[2]


def test_a_mark_that_a_person_must_decide_is_in_no_file(tmp_path: Path) -> None:
    course = Course(tmp_path, CANVAS)
    doubtful = replace(row("lovelaceada_12345_67_gan.ipynb", 4, 0), doubtful={"adam": Why.REPLACED})
    whole = row("lovelaceada_12345_67_gan.ipynb", 4, 0)
    assert course.write(whole) and not course.write(doubtful)
    assert course.notes == ("There is no file for the course system: no student has a mark.",)


def test_names_of_the_roster_are_written_back_and_are_no_formulas(tmp_path: Path) -> None:
    text = 'Student,ID,SIS Login ID,Section\n"=""=cmd""",1,ada,"+S, ""T"""\n'
    course = Course(tmp_path, text)
    course.write(row("ada", 4, 12))
    assert course.table("canvas.csv")[2][:4] == ['\'="=cmd"', "1", "ada", '\'+S, "T"']
    # Canvas finds students by their ids, and we read the table as it was.
    assert Roster.read(tmp_path / "canvas.csv").students[0].name == '="=cmd"'


# --- Moodle ----------------------------------------------------------------------------------


def test_a_worksheet_gets_grades_and_comments(tmp_path: Path) -> None:
    course = Course(tmp_path, WORKSHEET)
    assert course.write(row("Ada_Lovelace_123_assignsubmission_file_-x", 4, 1 / 3)) == [
        "moodle.csv"
    ]
    header, ada = course.table("moodle.csv")
    assert header == list(course.roster.header)
    assert dict(zip(header, ada, strict=True)) == {
        **course.roster.students[0].row,
        "Status": "Submitted for grading -",
        "Grade": "4.33",
        "Online text": "one two",
        "Feedback comments": (
            "function_gan, automatic part: 4.33 of 16 points (he_init 4/4, adam 0.33/12)."
        ),
    }
    assert course.notes == ()


@pytest.mark.parametrize(
    ("before", "kept"),
    [("Well written.", True), ("function_gan, automatic part: 0 of 16 points ().", False)],
)
def test_what_a_person_commented_is_kept(tmp_path: Path, before: str, kept: bool) -> None:
    text = "Identifier,Full name,Grade,Maximum grade,Feedback comments\n"
    course = Course(tmp_path, f'{text}Participant 123,Ada,2.00,16.00,"{before}"\n')
    course.write(row("Ada_123_assignsubmission_file_", 4, 12))
    (_, ada) = course.table("moodle.csv")
    assert ada[2] == "16"
    assert (ada[4] == before) is kept


def test_what_students_wrote_is_no_formula_and_dates_stay(tmp_path: Path) -> None:
    text = "Identifier,Grade,Online text,Last modified (grade)\nParticipant 123,,=1+1,-\n"
    course = Course(tmp_path, text)
    course.write(row("Participant_123_assignsubmission_file_", 4, 12))
    assert course.table("moodle.csv")[1] == ["Participant 123", "16", "'=1+1", "-"]
    assert "no points in Moodle" in course.notes[0]


def test_another_maximum_grade_is_told(tmp_path: Path) -> None:
    course = Course(tmp_path, WORKSHEET.replace("16.00", '"10,00"'))
    course.write(row("Ada_Lovelace_123_assignsubmission_file_", 4, 12))
    (note,) = course.notes
    assert "maximum grade is 10,00 in Moodle, the automatic questions have 16 points" in note


def test_an_export_of_grades_gets_a_table_for_the_import(tmp_path: Path) -> None:
    text = "First name,Last name,ID number,Email address,Last downloaded from this course\n"
    course = Course(tmp_path, text + "Ada,Lovelace,1815001,Ada@x.edu,1795420800\n")
    assert course.write(row("1815001", 4, 0)) == ["moodle.csv"]
    assert course.table("moodle.csv") == [
        ["ID number", "Email address", "Full name", "function_gan"],
        ["1815001", "Ada@x.edu", "Ada Lovelace", "4"],
    ]


def test_each_of_a_group_gets_the_mark(tmp_path: Path) -> None:
    course = Course(tmp_path, "name,SID,Submission ID\nAda,1,7\nBob,2,7\nEve,3,8\n")
    course.write(row("submission_7-gan", 4, 12))
    assert canvas_reads(course.table("canvas.csv")) == {"Ada": "16", "Bob": "16"}


# --- both ------------------------------------------------------------------------------------


def test_a_plain_table_gets_a_file_for_each_system(tmp_path: Path) -> None:
    course = Course(tmp_path, PLAIN)
    rows = [row("gh12", 0, 0), row("ada", 4, 12), row("turing", 4, 12)]
    assert course.write(*rows) == ["canvas.csv", "moodle.csv"]
    table = course.table("canvas.csv")
    assert table[0] == [
        *("Student", "ID", "SIS User ID", "SIS Login ID", "Section", "function_gan")
    ]
    assert table[2] == ["Ada Lovelace", "", "1815001", "ada", "", "16"]
    assert canvas_reads(table) == {"Ada Lovelace": "16", "Grace Hopper": "0"}
    assert course.table("moodle.csv") == [
        ["ID number", "Username", "Email address", "Full name", "function_gan"],
        ["1815001", "ada", "ada@x.edu", "Ada Lovelace", "16"],
        ["1906002", "gh12", "grace@x.edu", "Grace Hopper", "0"],
    ]


def test_moodle_does_not_tell_students_by_their_names(tmp_path: Path) -> None:
    course = Course(tmp_path, "name\nAda Lovelace\n")
    assert course.write(row("Ada_Lovelace", 4, 12)) == ["canvas.csv"]
    assert course.notes == ("There is no moodle.csv: the roster has no id, email or login.",)


@pytest.mark.parametrize(
    ("students", "table"),
    [
        (
            ("A,1,a@x", "B,,b@x", "C,3,c@x"),
            [["Email address", "Full name"], ["a@x", "A"], ["b@x", "B"], ["c@x", "C"]],
        ),
        (("A,1,a@x", "B,,b@x", "C,3,"), [["ID number", "Full name"], ["1", "A"], ["3", "C"]]),
    ],
)
def test_no_line_for_moodle_is_without_its_student(
    tmp_path: Path, students: tuple[str, ...], table: list[list[str]]
) -> None:
    course = Course(tmp_path, "\n".join(["name,id,email", *students]))
    course.write(row("A", 4, 0), row("B", 4, 0), row("C", 4, 0))
    assert [line[:-1] for line in course.table("moodle.csv")] == table
    notes = ["Not in moodle.csv, because the roster has no ID number: B."]
    assert list(course.notes) == (notes if len(table) == 3 else [])


def test_without_a_mark_no_file_is_left(tmp_path: Path) -> None:
    course = Course(tmp_path, PLAIN)
    course.write(row("ada", 4, 12))
    assert course.write(refused("ada")) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["roster.csv"]
    assert "no student has a mark" in course.notes[0]


def test_two_submissions_of_one_student_give_no_mark(tmp_path: Path) -> None:
    course = Course(tmp_path, PLAIN)
    course.write(row("ada", 4, 12), row("1815001", 4, 0), row("gh12", 4, 0))
    assert canvas_reads(course.table("canvas.csv")) == {"Grace Hopper": "4"}
