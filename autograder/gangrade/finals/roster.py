"""Who is in the course: a list from Canvas, from Moodle or any table."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from gangrade.errors import InputError
from gangrade.writing import TableError, one_line, table_cells, table_text

_KNOWN = "submission, id, name, first name, last name, email, login"

_MEANINGS = {
    "submission": {"submission", "submissions", "submissionname"},
    "submission number": {"submissionid"},  # Gradescope's table of grades
    "id": {
        "id",
        "sid",
        "studentid",
        "studentnumber",
        "idnumber",
        "orgdefinedid",
        "matrikelnummer",
        "idnummer",
    },
    "name": {"name", "fullname", "student", "studentname", "vollständigername"},
    "first": {"firstname", "first", "givenname", "vorname"},
    "last": {"lastname", "last", "surname", "familyname", "nachname"},
    "email": {"email", "emailaddress", "mail", "emailadresse"},
    "login": {"login", "loginid", "sisloginid", "username", "user", "anmeldename", "benutzername"},
    "group": {"group", "groupname", "team", "teamname", "gruppe", "gruppenname"},
    "role": {"role"},
}
"""What a column of a plain table holds, by its name without case, spaces and punctuation."""
_CANVAS = {
    "submission": {"submission"},  # added by the instructor; here and below
    "id": {"id"},
    "number": {"sisuserid"},
    "login": {"sisloginid"},
    "name": {"student"},
    "first": {"firstname"},
    "last": {"lastname"},
    "section": {"section"},
}
_WORKSHEET = {
    "participant": {"identifier", "id"},
    "number": {"idnumber", "matrikelnummer", "idnummer"},
    **{
        meaning: _MEANINGS[meaning] for meaning in ("submission", "name", "email", "login", "group")
    },
    "grade": {"grade", "bewertung"},
    "maximum": {"maximumgrade", "bestwertung"},
    "scale": {"scale", "skala"},
    "comments": {"feedbackcomments", "feedbackalskommentar"},
}
_STAFF = {"instructor", "reader", "ta", "teacher"}
"""Roles that Gradescope's class list has beside students."""


class RosterError(InputError):
    """A roster cannot be used; the message tells the instructor why and what to do."""


@dataclass(frozen=True)
class Student:
    """One student of the course; fields that the roster does not have are empty."""

    id: str
    """By which the course system knows the student; in Moodle the number of the participant."""
    name: str
    email: str
    login: str = ""
    number: str = ""
    """The university's number, where the course system has one of its own as ``id``."""
    submission: str = ""
    """The name of the submission, where the roster says it."""
    shares: bool = False
    """Whether others may have the same submission: in Gradescope a group hands in one."""
    group: str = ""
    """The name of a group that may hand in one submission, where the roster says it."""
    row: Mapping[str, str] = field(default_factory=dict, compare=False)
    """The row as it was, by column."""
    line: int = 0
    """Where it starts in the file; unique."""

    @property
    def label(self) -> str:
        """What an instructor knows the student by."""
        label = self.name or self.email or self.login
        number = self.number or self.id
        return f"{label} ({number})" if label and number else label or number or self.submission

    def is_called(self, text: str) -> bool:
        """Whether this is the id, number, email address, login, name or label, in any case."""
        wanted = " ".join(text.casefold().split())
        known = (self.id, self.number, self.email, self.login, self.name, self.label)
        return bool(wanted) and wanted in [" ".join(value.casefold().split()) for value in known]

    @property
    def cells(self) -> list[str]:
        """Name, number and email address, for a table."""
        return [one_line(self.name), self.number or self.id, self.email]


@dataclass(frozen=True)
class Roster:
    """The students of a course, and what of their table is needed to write marks back."""

    kind: Literal["canvas", "moodle", "plain"]
    header: tuple[str, ...]
    columns: Mapping[str, str]
    """Names of the columns by what they hold, for example ``id`` or ``grade``."""
    students: tuple[Student, ...]
    points: Mapping[str, str] = field(default_factory=dict)
    """Canvas's row "Points Possible", by column."""
    trial: str = ""
    """The id of the student whom Canvas adds to a course to try things, and who is none."""

    @classmethod
    def read(cls, path: Path) -> Roster:
        """Return the roster in a CSV file.

        Raises:
            RosterError: if it is none, or if it is ambiguous.
        """
        try:
            return _parsed(table_text(path))
        except (RosterError, TableError) as error:
            raise RosterError(f"{path.name or path}: {error}") from None

    pattern: str = ""
    """How submissions are named, where the instructor says it: as ``{name}_{id}_*``."""

    @property
    def worksheet(self) -> bool:
        """Whether it is the grading worksheet of an assignment in Moodle."""
        return "participant" in self.columns


def _parsed(text: str) -> Roster:
    # Excel writes semicolons in some countries: the right separator finds the most known columns.
    delimiter = max(",;\t", key=lambda mark: _recognised(text, mark))
    lines = _rows(text, delimiter)
    _, header = next(lines, (0, []))
    if not header:
        raise RosterError("The file is empty. Export the roster again.")
    names = [_plain(name) for name in header]
    if names[:2] == ["student", "id"] or names[:3] == ["lastname", "firstname", "id"]:
        return _canvas(header, lines)
    german = {"id", "bewertung"} <= {*names}  # a plain table has no marks in German
    if {"identifier", "grade"} <= {*names} or german or "lastdownloadedfromthiscourse" in names:
        return _moodle(header, lines)
    return _plain_table(header, lines)


def _canvas(header: list[str], lines: Iterable[tuple[int, list[str]]]) -> Roster:
    columns = _columns(header, _CANVAS)
    if "section" not in columns:
        raise RosterError('The column "Section" is missing. Export the gradebook again.')
    points: dict[str, str] = {}
    students = []
    trial = ""
    for line, cells in lines:
        if "Points Possible" in cells[0]:
            points = _by_column(header, cells)
        elif not all(re.fullmatch(r"\s*(Muted|Manual Posting.*)?\s*", c, re.I) for c in cells):
            student = _student(header, columns, line, cells=cells)
            if _is_test_student(student):
                trial = student.id
            else:
                students.append(student)
    people = _checked(students)
    return Roster("canvas", tuple(header), columns, students=people, points=points, trial=trial)


def _is_test_student(student: Student) -> bool:
    """Whether it is the one that Canvas has in each course to try things."""
    name = {*re.findall(r"\w+", student.name.casefold())}
    return name == {"student", "test"} and not student.number


def _moodle(header: list[str], lines: Iterable[tuple[int, list[str]]]) -> Roster:
    worksheet = bool({"grade", "bewertung"} & {*map(_plain, header)})
    columns = _columns(header, _WORKSHEET if worksheet else _MEANINGS)
    if len(set(header)) < len(header):
        raise RosterError("Two columns have the same name. Download the table again.")
    students = [_student(header, columns, line, cells=cells) for line, cells in lines]
    return Roster("moodle", tuple(header), columns, students=_checked(students))


def _plain_table(header: list[str], lines: Iterable[tuple[int, list[str]]]) -> Roster:
    columns = _columns(header, _MEANINGS)
    if not columns.keys() - {"role", "group"}:
        raise RosterError(
            f"The first line names no known column. Known are: {_KNOWN}. A table from Moodle must "
            "be downloaded while Moodle shows English."
        )
    if "endoflineindicator" in map(_plain, header):  # Brightspace: no spreadsheet cuts a number
        lines = [(line, [cell.removeprefix("#") for cell in cells]) for line, cells in lines]
    students = [_student(header, columns, line, cells=cells) for line, cells in lines]
    if role := columns.get("role"):
        students = [s for s in students if s.row[role].strip().casefold() not in _STAFF]
    return Roster("plain", tuple(header), columns, students=_checked(students))


def _student(
    header: Sequence[str], columns: Mapping[str, str], line: int, cells: Sequence[str]
) -> Student:
    row = _by_column(header, cells)

    def cell(meaning: str) -> str:
        return row[columns[meaning]].strip() if meaning in columns else ""

    identifier = cell("id")
    if "participant" in columns:
        match = re.search(r"\d+$", cell("participant"))
        if not match:
            raise RosterError(f"Line {line} has no number of a participant.")
        identifier = match[0]
    submission = cell("submission")
    shares = not submission and bool(number := cell("submission number").removesuffix(".0"))
    if shares:
        submission = f"submission_{number}"
    student = Student(
        id=identifier,
        name=cell("name") or f"{cell('first')} {cell('last')}".strip(),
        email=cell("email"),
        login=cell("login"),
        number=cell("number"),
        submission=submission,
        shares=shares,
        group=cell("group"),
        row=row,
        line=line,
    )
    if not student.label:
        raise RosterError(f"Line {line} names no student.")
    return student


def _checked(students: Sequence[Student]) -> tuple[Student, ...]:
    """Return the students, if there are some and none is there twice."""
    if not students:
        raise RosterError("The table has no students, only a first line.")
    wrong: list[str] = []
    for what in ("id", "submission"):
        lines: dict[str, int] = {}
        for student in students:
            value = getattr(student, what)
            if (
                value
                and not (what == "submission" and student.shares)
                and (other := lines.setdefault(value.casefold(), student.line)) != student.line
            ):
                wrong.append(
                    f'Lines {other} and {student.line} have the same {what} "{value}". '
                    "Remove one of them."
                )
    if wrong:
        raise RosterError("\n".join(wrong))
    return tuple(students)


def _columns(header: Sequence[str], meanings: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Return the names of columns by what they hold."""
    columns: dict[str, str] = {}
    for name in header:
        for meaning, spellings in meanings.items():
            if _plain(name) in spellings:
                if meaning in columns:
                    raise RosterError(
                        f'The columns "{columns[meaning]}" and "{name}" mean the same. '
                        "Remove one of them."
                    )
                columns[meaning] = name
    return columns


def _by_column(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    # Canvas may have two groups of assignments with one name: their columns are never needed.
    return dict(zip(header, cells, strict=True))


def _recognised(text: str, delimiter: str) -> int:
    try:
        _, header = next(_rows(text, delimiter), (0, []))
    except (RosterError, TableError):
        return 0
    spellings = {
        name for names in (_MEANINGS, _CANVAS, _WORKSHEET) for m in names.values() for name in m
    }
    return sum(_plain(name) in spellings for name in header)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not blank, with the line each starts in, all of the same length."""
    width = 0
    for line, cells in table_cells(text, delimiter):
        width = width or len(cells)
        if len(cells) > width:
            raise RosterError(
                f"Line {line} has {len(cells)} cells, but the first line has {width}. A cell with "
                "a comma needs quotes around it."
            )
        yield line, cells + [""] * (width - len(cells))


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name.casefold())
