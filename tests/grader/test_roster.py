"""Rosters: what is read from course systems' files, and whose a submission is."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from gangrade.errors import InputError
from gangrade.finals.matching import Matching, match, together
from gangrade.finals.roster import Roster, RosterError
from gangrade.intake.find import find_submissions

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Notes,function_gan (901),Final Score
,,,,,,Manual Posting,
    Points Possible,,,,,,16,(read only)
"Lovelace, Ada",12345,s1815001,ada@x.edu,Section 1,,,80
"Hopper, Grace",23456,s1906002,grace@x.edu,Section 1 and Section 2,,4,
"O'Brien, Zoë",34567,s1999003,zoe@x.edu,Section 1,,,
"""
WORKSHEET = """\
Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",\
"Last modified (submission)","Online text","Last modified (grade)","Feedback comments"
"Participant 123","Ada Lovelace",ada@x.edu,"Submitted for grading - ",,16.00,Yes,\
"Monday, 23 November 2026, 8:00 AM","one
two",-,
"Participant 456","Zoë O'Brien",zoe@x.edu,"No submission - ",,16.00,Yes,-,,-,
"""
PLAIN = """\
Name,E-mail,ID,Login
Ada Lovelace,ada@x.edu,1815001,ada
Grace Hopper,grace@x.edu,1906002,gh12
Zoë O'Brien,zoe@x.edu,1999003,zoe.obrien
Jean-Luc Picard,jl@x.edu,2001004,picard
"""


def roster(tmp_path: Path, text: str) -> Roster:
    path = tmp_path / "roster.csv"
    path.write_text(text, encoding="utf-8")
    return Roster.read(path)


def logins(matching: Matching) -> dict[str, str]:
    return {name: student.name for name, (student,) in matching.students.items()}


def owner(tmp_path: Path, text: str, name: str) -> str:
    """Return the name of a submission's student, or the one problem."""
    matching = match(roster(tmp_path, text), [name], "function_gan")
    if not matching.students:
        (problem,) = matching.problems
        return problem
    assert not matching.problems
    [student] = matching.students[name]
    return student.name


# --- reading ---------------------------------------------------------------------------------


def test_a_gradebook_of_canvas(tmp_path: Path) -> None:
    read = roster(tmp_path, CANVAS)
    assert read.kind == "canvas"
    assert [s.name for s in read.students] == ["Lovelace, Ada", "Hopper, Grace", "O'Brien, Zoë"]
    ada = read.students[0]
    assert (ada.id, ada.number, ada.login, ada.line) == ("12345", "s1815001", "ada@x.edu", 4)
    assert ada.row["Section"] == "Section 1"
    assert read.points["function_gan (901)"] == "16"


def test_a_gradebook_of_canvas_with_two_columns_for_names(tmp_path: Path) -> None:
    text = "LastName,FirstName,ID,SIS Login ID,Section\nLovelace,Ada,12345,ada,Section 1\n"
    read = roster(tmp_path, text)
    assert read.kind == "canvas"
    assert read.students[0].name == "Ada Lovelace"


def test_a_worksheet_of_moodle(tmp_path: Path) -> None:
    read = roster(tmp_path, WORKSHEET)
    assert (read.kind, read.worksheet) == ("moodle", True)
    assert [(s.id, s.name, s.email, s.line) for s in read.students] == [
        ("123", "Ada Lovelace", "ada@x.edu", 2),
        ("456", "Zoë O'Brien", "zoe@x.edu", 4),
    ]


def test_an_export_of_grades_from_moodle(tmp_path: Path) -> None:
    text = (
        '"First name","Last name","ID number",Institution,Department,"Email address",'
        '"Assignment: function_gan (Real)","Last downloaded from this course"\n'
        "Ada,Lovelace,1815001,,,ada@x.edu,-,1795420800\n"
    )
    read = roster(tmp_path, text)
    assert (read.kind, read.worksheet) == ("moodle", False)
    (ada,) = read.students
    assert (ada.id, ada.name, ada.email) == ("1815001", "Ada Lovelace", "ada@x.edu")


def test_a_class_list_of_gradescope_without_its_staff(tmp_path: Path) -> None:
    text = "First Name,Last Name,SID,Email,Role\nAda,Lovelace,1,a@x.edu,Student\nT,A,,t@x.edu,TA\n"
    (ada,) = roster(tmp_path, text).students
    assert (ada.name, ada.id, ada.label) == ("Ada Lovelace", "1", "Ada Lovelace (1)")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_plain_table_in_any_usual_form(tmp_path: Path, separator: str, mark: str) -> None:
    text = f'{mark}E-Mail address{separator} STUDENT_ID \r\n"zoë;,\t@x.edu"{separator}007\r\n\r\n'
    (student,) = roster(tmp_path, text.replace("E-Mail", "Email")).students
    assert (student.email, student.id) == ("zoë;,\t@x.edu", "007")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty."),
        (b" \n", "The file is empty."),
        (b"\xef\xbb\xbf", "The file is empty."),
        (b',,\n"",\n', "The file is empty."),
        (b"%PDF-1.7 \xff", "This is not a CSV file."),
        (b"PK\x03\x04...", "This is a workbook or a zip."),
        (b"\xff\xfei\x00d\x00", "has no students"),
        (b"\xff\xfei\x00d\x00\n", "Line 1 is not UTF-16."),
        (b"group\nA\n", "names no known column."),
        (b"id,name\n1,Ada\n2,Zo\xeb\n", "Line 3 is not UTF-8."),
        (b"id,na\0me\n", "This is not a CSV file."),
        (b"<!DOCTYPE html>\n<p>", "names no known column. Known are: submission, id,"),
        (b"Kennung,Punkte\n1,2\n", "names no known column."),
        (b"id,name\n", "has no students"),
        (b"id,name\n1,Ada,Lovelace\n", "Line 2 has 3 cells, but the first line has 2."),
        (b"id,points,name\n1,2,5,\n", "Line 2 has 4 cells, but the first line has 3."),
        (b'id,name\n1,"Ada\n', "Line 2 is not CSV"),
        (b'id,name\n1,"Ada" L\n', "Line 2 is not CSV"),
        (b"id,name\n1,Ada\n\n1,Zoe\n", 'Lines 2 and 4 have the same id "1".'),
        (b"submission,name\na,Ada\nA,Zoe\n", 'Lines 2 and 3 have the same submission "A".'),
        (b"id,SID\n1,2\n", 'The columns "id" and "SID" mean the same.'),
        (b"id,name,x\n,,1\n", "Line 2 names no student."),
        (b"Student,ID,Points\nAda,1,2\n", 'The column "Section" is missing.'),
        (b"Identifier,Grade\nAda,\n", "Line 2 has no number of a participant."),
    ],
)
def test_what_is_no_roster_is_refused_in_a_sentence(
    tmp_path: Path, data: bytes, words: str
) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(data)
    with pytest.raises(RosterError) as caught:
        Roster.read(path)
    assert str(caught.value).startswith("roster.csv: ")
    assert words in str(caught.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="There is no such file"):
        Roster.read(tmp_path / "roster.csv")
    with pytest.raises(RosterError, match="cannot be read"):
        Roster.read(tmp_path)


# --- matching --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "path", "name"),
    [
        (CANVAS, "lovelaceada_12345_67890_function_gan.ipynb", "Lovelace, Ada"),
        (CANVAS, "lovelaceada_LATE_12345_67890_function_gan-1.ipynb", "Lovelace, Ada"),
        (CANVAS, "work/lovelaceada_12345_23456_function_gan.ipynb", "Lovelace, Ada"),
        (CANVAS, "s1906002/function_gan/function_gan.ipynb", "Hopper, Grace"),
        (CANVAS, "grace@x.edu.ipynb", "Hopper, Grace"),
        (PLAIN, "obrienzoë_12345_67890_function_gan.ipynb", "Zoë O'Brien"),
        (WORKSHEET, "Ada Lovelace_123_assignsubmission_file_/function_gan.ipynb", "Ada Lovelace"),
        (WORKSHEET, "Ada Lovelace_123_assignsubmission_file/a/b.ipynb", "Ada Lovelace"),
        (WORKSHEET, "Zoë OBrien_456_assignsubmission_file_/x.ipynb", "Zoë O'Brien"),
        (WORKSHEET, "Participant_456_assignsubmission_file_/x.ipynb", "Zoë O'Brien"),
        (PLAIN, "Jean-Luc Picard_9_assignsubmission_file_/x.ipynb", "Jean-Luc Picard"),
        (WORKSHEET, "Team 1-Ada Lovelace_123_assignsubmission_file_/x.ipynb", "Ada Lovelace"),
        (WORKSHEET, "A-B-Zoë OBrien_456_assignsubmission_file_/x.ipynb", "Zoë O'Brien"),
        (WORKSHEET, "Team 1-Participant_456_assignsubmission_file_/x.ipynb", "Zoë O'Brien"),
        (PLAIN, "1815001/ps1/function_gan.ipynb", "Ada Lovelace"),
        (PLAIN, "homework_1906002_final.ipynb", "Grace Hopper"),
        (PLAIN, "gh12/function_gan/function_gan.ipynb", "Grace Hopper"),
        (PLAIN, "function_gan_gh12.ipynb", "Grace Hopper"),
        (PLAIN, "ada.ipynb", "Ada Lovelace"),
        (PLAIN, "ada@x.edu/Copy of function_gan (1).ipynb", "Ada Lovelace"),
        (PLAIN, "ada lovelace/function_gan.zip", "Ada Lovelace"),
        (PLAIN, "LOVELACE, Ada - function_gan.ipynb", "Ada Lovelace"),
        (PLAIN, "Zoe OBrien.ipynb", "Zoë O'Brien"),
        (PLAIN, "O'Brien_Zoe\u0308.ipynb", "Zoë O'Brien"),
        (PLAIN, "Picard Jean Luc function_gan-2.ipynb", "Jean-Luc Picard"),
        ("name,login\nGan Li,gan\n", "gan_function_gan.ipynb", "Gan Li"),
    ],
)
def test_a_submission_finds_its_student(tmp_path: Path, text: str, path: str, name: str) -> None:
    work = tmp_path / "work"
    file = work / path
    file.parent.mkdir(parents=True)
    file.write_text("{}", encoding="utf-8")
    (source,) = find_submissions([work])
    assert owner(tmp_path, text, source.name) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # A part of a number, a version, a file's number, and a group's number are no id.
        (PLAIN, "18150012-function_gan"),
        (PLAIN, "function_gan_815001"),
        ("id\n2\n123\n", "function_gan-2"),
        ("id\n2\n123\n", "function_gan_123"),
        ("id\n12345\n67890\n", "turingalan_12345_67890_function_gan"),
        ("id\n67890\n", "anon_Xy12z_67890_function_gan"),
        (WORKSHEET, "Team_A_123_assignsubmission_file_-function_gan"),
        (WORKSHEET, "Team_A-Zoë_OBrien_123_assignsubmission_file_-function_gan"),
        (WORKSHEET, "Team_A-Lovelace_123_assignsubmission_file_-function_gan"),
        (CANVAS, "turingalan_99999_12345_function_gan"),
        # Somebody else's words, and somebody who is not in the roster.
        (PLAIN, "ada_turing-function_gan"),
        (PLAIN, "b.ada_x.edu-function_gan"),
        (PLAIN, "Luc_Picard"),
        (PLAIN, "Robert-Grace_Hopper_9_assignsubmission_file_-x"),
        ("name,login\nWei Gan,gan\n", "smith_function_gan"),
        (PLAIN, "function_gan"),
        ("name\nAda Lovelace\n", "Ada"),
    ],
)
def test_nothing_is_guessed(tmp_path: Path, text: str, name: str) -> None:
    assert "fits no student of the roster." in owner(tmp_path, text, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("id,name\n1,Ada Lovelace\n2,Lovelace Ada\n", "Ada_Lovelace"),
        ("name,login\nAda Lovelace,ada\nAda Lovelace,adal\n", "Ada_Lovelace"),
        ("name,login\nAda Lovelace,ada\nAda Byron,ada_2\n", "ada_2"),
        ("id,login\n1,ada\n2,ada\n", "ada"),
        (PLAIN, "1815001_Grace_Hopper"),
        (PLAIN, "1815001_gh12"),
        (PLAIN, "1815001-1906002"),
    ],
)
def test_what_fits_two_students_is_left_to_the_instructor(
    tmp_path: Path, text: str, name: str
) -> None:
    matching = match(roster(tmp_path, text), [name])
    assert not matching.students
    (problem,) = matching.problems
    assert problem.startswith(f'"{name}" fits several students: ')
    assert 'add a column "submission"' in problem
    # One of the two has handed in: neither is reported as missing.
    assert len(matching.missing) == len(roster(tmp_path, text).students) - 2


def test_the_roster_itself_may_name_submissions(tmp_path: Path) -> None:
    text = (
        "name,submission\nAda Lovelace,Grace Hopper.ipynb\nGrace Hopper,submission_12\n"
        "Zoë,2\nLuc,x/y\n"
    )
    names = [
        "Grace_Hopper",
        "export-submission_12-function_gan",
        "submission_123-function_gan",
        "function_gan-2",
        "2-function_gan",
        "x-y-function_gan",
    ]
    matching = match(roster(tmp_path, text), names, "function_gan")
    assert logins(matching) == {
        "Grace_Hopper": "Ada Lovelace",
        "export-submission_12-function_gan": "Grace Hopper",
        "2-function_gan": "Zoë",
        "x-y-function_gan": "Luc",
    }
    assert len(matching.problems) == 2


@pytest.mark.parametrize("text", [CANVAS, WORKSHEET])
def test_a_submission_can_be_named_in_any_roster(tmp_path: Path, text: str) -> None:
    read = roster(tmp_path, text)
    student = read.students[1]
    rows = [[*read.header, "submission"], [*student.row.values(), "turing"]]
    added = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    assert owner(tmp_path, added, "turing") == student.name


def test_a_table_of_grades_from_gradescope_names_submissions(tmp_path: Path) -> None:
    text = "First Name,Last Name,SID,Email,Submission ID\nAda,Lovelace,1,a@x.edu,128746829\n"
    assert owner(tmp_path, text, "submission_128746829-function_gan") == "Ada Lovelace"


def test_two_submissions_of_one_student_give_no_mark(tmp_path: Path) -> None:
    matching = match(roster(tmp_path, PLAIN), ["ada", "1815001-function_gan", "gh12"])
    assert logins(matching) == {"gh12": "Grace Hopper"}
    (problem,) = matching.problems
    assert problem.startswith(
        "Ada Lovelace (1815001) has 2 submissions: ada, 1815001-function_gan."
    )
    assert [s.login for s in matching.missing] == ["zoe.obrien", "picard"]


def test_words_that_most_names_share_say_nothing_of_a_person(tmp_path: Path) -> None:
    names = [f"{login}-hw3-gans" for login in ("ada", "gh12", "zoe.obrien", "picard")]
    matching = match(roster(tmp_path, PLAIN), names)
    assert len(matching.students) == 4
    assert not matching.problems


def test_a_class_of_thousands_is_matched_at_once(tmp_path: Path) -> None:
    lines = [f"{100000 + i},Ada{i} Lovelace{i % 97},a{i}@x.edu,al{i}" for i in range(10_000)]
    read = roster(tmp_path, "\n".join(["id,name,email,login", *lines]))
    names = [f"Ada{i}_Lovelace{i % 97}_{i}_assignsubmission_file_-x" for i in range(5000)]
    names += [f"al{i}-function_gan-function_gan" for i in range(5000, 10_000)]
    started = time.process_time()
    matching = match(read, names, "function_gan")
    assert time.process_time() - started < 30
    assert len(matching.students) == 10_000
    assert not matching.problems and not matching.missing


# --- downloads of other systems, groups, names that two have ---------------------------------

GERMAN = """\
ID,"Vollständiger Name",E-Mail-Adresse,Status,Bewertung,Bestwertung,\
"Bewertung kann geändert werden","Zuletzt geändert (Abgabe)","Zuletzt geändert (Bewertung)",\
"Feedback als Kommentar"
"Teilnehmer/in123","Ada Lovelace",ada@x.edu,"Zur Bewertung abgegeben",,"35,00",Ja,-,-,
"""
PEOPLE = """\
username,first name,last name,id
alovelace,Ada,Lovelace,1815001
mkim,Min-su,Kim,1815002
mkim2,Min-su,Kim,1815003
a_hopper,Grace,Hopper,1815004
"""


def test_a_german_worksheet_is_moodle_s(tmp_path: Path) -> None:
    read = roster(tmp_path, GERMAN)
    assert (read.kind, read.worksheet) == ("moodle", True)
    [ada] = read.students
    assert (ada.id, ada.name, ada.email) == ("123", "Ada Lovelace", "ada@x.edu")
    columns = [read.columns[what] for what in ("grade", "maximum", "comments")]
    assert columns == ["Bewertung", "Bestwertung", "Feedback als Kommentar"]
    assert owner(tmp_path, GERMAN, "Ada_Lovelace_123_assignsubmission_file_-x") == "Ada Lovelace"


@pytest.mark.parametrize(
    ("name", "whose"),
    [
        ("GAN_Homework_1_alovelace_attempt_2026-11-20-10-00-33_function_gan", "Ada Lovelace"),
        ("Blatt_a_hopper_attempt_2026-11-20-10-00-33_x", "Grace Hopper"),
        ("GAN_1815002_attempt_2026-11-20-10-00-33_x", "Min-su Kim"),
        ("GAN_lovelace_attempt_2026-11-20-10-00-33_x", "fits no student"),
        ("38150-44100_-_Ada_Lovelace_-_Nov_20__2026_1035_PM-function_gan", "Ada Lovelace"),
        ("38150-44100_-_Lovelace__Ada_-_20_November__2026_1035-function_gan", "Ada Lovelace"),
        ("38150-44100_-_Min-su_Kim_-_Nov_20__2026_1035_PM-function_gan", "fits several"),
        ("38150-44100_-_Ada_-_Nov_20__2026_1035_PM-function_gan", "fits no student"),
        ("Min-su_Kim_function_gan", "fits several"),
    ],
)
def test_names_of_blackboard_and_brightspace(tmp_path: Path, name: str, whose: str) -> None:
    assert whose in owner(tmp_path, PEOPLE, name)


@pytest.mark.parametrize(
    "name",
    [
        "Min-su_Kim_1815003_function_gan",
        "kimminsu_1815003_99_function_gan",
        "1815003-44100_-_Min-su_Kim_-_Nov_20__2026_1035_PM-function_gan",
    ],
)
def test_a_number_tells_two_of_one_name_apart(tmp_path: Path, name: str) -> None:
    matching = match(roster(tmp_path, PEOPLE), [name], "function_gan")
    assert [student.login for student in matching.students[name]] == ["mkim2"]


@pytest.mark.parametrize(
    ("pattern", "name", "whose"),
    [
        ("{name}__{id}__*", "Ada_Lovelace__1815001__v2", "Ada Lovelace"),
        ("{name}__{id}__*", "Lovelace_Ada__1815001__v2-2", "Ada Lovelace"),
        ("{name}__{id}__*", "Ada_Lovelace__1815002__v2", "fits several"),
        ("u-{login}.ipynb", "u-mkim", "Min-su Kim"),
        ("*/{login}_final.zip", "week-3-A_Hopper_final", "Grace Hopper"),
        ("{name}/*", "Min-su_Kim-x", "fits several"),
    ],
)
def test_a_pattern_of_the_instructor_s(tmp_path: Path, pattern: str, name: str, whose: str) -> None:
    students = replace(roster(tmp_path, PEOPLE), pattern=pattern)
    matching = match(students, [name], "function_gan")
    said = [*matching.problems, *(s.name for group in matching.students.values() for s in group)]
    assert whose in said[0] and len(said) == 1


@pytest.mark.parametrize("pattern", ["x", "*", "{grade}_*", "{id}_{x}", "{}"])
def test_a_pattern_that_says_nothing_is_refused(tmp_path: Path, pattern: str) -> None:
    students = replace(roster(tmp_path, PEOPLE), pattern=pattern)
    with pytest.raises(InputError, match=r"The pattern .* should hold"):
        match(students, ["a"])


def test_a_group_of_gradescope_has_one_submission(tmp_path: Path) -> None:
    text = (
        "First Name,Last Name,SID,Submission ID\n"
        "Ada,Lovelace,1,22001\nOlga,Ivanova,4,22003\nMaria,Costa,5,22003\nBob,Roe,6,\n"
    )
    names = ["submission_22001-gan", "submission_22003-gan"]
    matching = match(roster(tmp_path, text), names)
    assert matching.problems == ()
    found = {name: [s.name for s in group] for name, group in matching.students.items()}
    assert found == {names[0]: ["Ada Lovelace"], names[1]: ["Olga Ivanova", "Maria Costa"]}
    assert [student.name for student in matching.missing] == ["Bob Roe"]
    assert together(matching.students[names[1]]) == ["Olga Ivanova & Maria Costa", "4 & 5", ""]


GROUPS = """\
username,name,group
alovelace,Ada Lovelace,Team 1
mkim,Min-su Kim,Team 1
ghopper,Grace Hopper,team 11
eroe,Eve Roe,
"""


@pytest.mark.parametrize(
    "name",
    [
        "Team_1-function_gan",
        "function_gan_team1",
        "Team_1_77_assignsubmission_file_-x",
        "38150-44100_-_Team_1_-_Nov_20__2026_1035_PM-function_gan",
        "GAN_Homework_1_Team_1_attempt_2026-11-20-10-00-33_function_gan",
        "team1_4711_9001_function_gan",
    ],
)
def test_each_of_a_group_has_the_submission_that_is_named_after_it(
    tmp_path: Path, name: str
) -> None:
    matching = match(roster(tmp_path, GROUPS), [name, "ghopper"], "function_gan")
    assert matching.problems == ()
    assert [student.login for student in matching.students[name]] == ["alovelace", "mkim"]
    assert [student.login for student in matching.missing] == ["eroe"]


def test_a_worksheet_of_moodle_with_groups(tmp_path: Path) -> None:
    text = (
        "Identifier,Full name,Email address,Status,Group,Grade\n"
        "Participant 123,Ada Lovelace,a@x.edu,,Team 1,\nParticipant 124,Min Kim,m@x.edu,,Team 1,\n"
        "Participant 125,Eve Roe,e@x.edu,,Team 2,\n"
    )
    name = "Team_1_125_assignsubmission_file_-x"  # the number is the group's
    matching = match(roster(tmp_path, text), [name])
    assert [student.id for student in matching.students[name]] == ["123", "124"]


def test_two_of_one_name_in_one_group_are_still_two(tmp_path: Path) -> None:
    text = "name,id,group\nAda Lovelace,1815001,A\nAda Lovelace,1815002,A\n"
    assert "fits several students" in owner(tmp_path, text, "Ada_Lovelace")


def test_a_gradebook_of_blackboard(tmp_path: Path) -> None:
    lines = (
        (
            "Last Name",
            "First Name",
            "Username",
            "Student ID",
            "Last Access",
            "Total [Total Pts: 0]",
        ),
        ("Lovelace", "Ada", "alovelace", "1815001", "2026-11-20", ""),
        ("O'Brien", "Zoë", "zobrien", "1815002", "2026-11-20", ""),
    )
    path = tmp_path / "gc_GAN_fullgc.xls"
    text = "\n".join("\t".join(f'"{cell}"' for cell in line) for line in lines)
    path.write_bytes(text.encode("utf-16"))
    found = [(student.name, student.login, student.id) for student in Roster.read(path).students]
    assert found == [
        ("Ada Lovelace", "alovelace", "1815001"),
        ("Zoë O'Brien", "zobrien", "1815002"),
    ]


def test_a_table_of_grades_of_brightspace(tmp_path: Path) -> None:
    text = (
        "OrgDefinedId,Username,Last Name,First Name,Email,End-of-Line Indicator\n"
        "#0815001,#alovelace,Lovelace,Ada,ada@x.edu,#\n"
    )
    [ada] = roster(tmp_path, text).students
    assert (ada.id, ada.login, ada.label) == ("0815001", "alovelace", "Ada Lovelace (0815001)")


def test_a_number_that_a_spreadsheet_made_a_decimal_is_still_a_submission(tmp_path: Path) -> None:
    text = "First Name,Last Name,SID,Submission ID\nAda,Lovelace,1,22001.0\n"
    assert owner(tmp_path, text, "submission_22001-gan") == "Ada Lovelace"


def test_the_student_whom_canvas_adds_is_none(tmp_path: Path) -> None:
    text = CANVAS + '"Student, Test",99999,,3f1c8d0a,Section 1,,,\n'
    read = roster(tmp_path, text)
    assert len(read.students) == 3
    names = ["lovelaceada_12345_67_gan", "studenttest_99999_68_gan", "studenttest_99998_69_gan"]
    matching = match(read, names)
    assert matching.trials == (names[1],)
    assert names[1] in matching.notes[0] and "count for nobody" in matching.notes[0]
    [problem] = matching.problems
    assert names[2] in problem
