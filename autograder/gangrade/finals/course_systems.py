"""Write marks as Canvas and Moodle import them.

Only students with a mark get a row. Both systems leave the others as they are, but an empty cell
would take away a mark or a comment that they have: Canvas then deletes the mark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gangrade import writing
from gangrade.finals.matching import Matching
from gangrade.finals.roster import Roster, Student
from gangrade.writing import points

if TYPE_CHECKING:
    from gangrade.results.result import Row


_CANVAS, _MOODLE = "canvas.csv", "moodle.csv"
_ASSIGNMENT = re.compile(r"(.*)\s\(\d+\)")
"""How Canvas names the column of an assignment: its title and its number."""
_AUTOMATIC = " automatic "
"""In the words of a title: the column for the automatic questions only."""
_LEFT_ALONE = {"EX", "N/A"}
"""Cells of students who are excused, or who do not have the assignment. Canvas takes no mark for
the latter, and would end the excuse of the former."""


def write(
    out: Path, part: str, rows: Sequence[Row], *, roster: Roster, matching: Matching
) -> list[Path]:
    """Write ``canvas.csv``, ``moodle.csv`` or both into ``out``, and return their paths.

    The marks are the points of the automatic questions, or final ones, as the rows say; they are
    never scaled. Without any mark there is no file; one that an earlier call wrote goes away,
    because its marks do not count any more.
    """
    tables: dict[str, list[list[str]]] = {}
    marks = _marks(rows, roster, matching)
    if marks and roster.kind == "canvas":
        tables[_CANVAS] = _canvas(part, rows, roster, marks=marks)
    if marks and roster.kind == "plain":
        tables[_CANVAS] = _new_canvas(part, rows, marks)
    if marks and roster.worksheet:
        tables[_MOODLE] = _worksheet(part, roster, marks)
    elif roster.kind != "canvas" and _identified(marks)[1]:
        tables[_MOODLE] = _new_moodle(part, rows, marks)
    for name in (_CANVAS, _MOODLE):
        if name not in tables:
            (out / name).unlink(missing_ok=True)
            continue
        writing.replace(out / name, writing.csv_text(tables[name]))
    return [out / name for name in tables]


def existing(out: Path) -> list[Path]:
    """Return the files that an earlier ``write`` has left in ``out``."""
    return [path for name in (_CANVAS, _MOODLE) if (path := out / name).exists()]


def notes(part: str, rows: Sequence[Row], roster: Roster, matching: Matching) -> tuple[str, ...]:
    """Return sentences on what an instructor should know before importing what ``write`` wrote."""
    marks = _marks(rows, roster, matching)
    if not marks:
        return ("There is no file for the course system: no student has a mark.",)
    possible = points(_possible(rows))
    have = "the final marks have" if _final(rows) else "the automatic questions have"
    sentences: list[str] = []
    if open_marks := [row.name for row in rows if row.doubtful]:
        sentences.append(f"Not in the file, because a person must decide: {', '.join(open_marks)}.")
    if any(row.manual for row in rows):
        sentences.append("The marks are those of the automatic questions only.")
    if roster.kind == "canvas":
        column = _assignment(part, rows, roster)
        if column is None:
            title = _title(part, rows)
            sentences.append(
                f'There is no assignment "{title}" in Canvas: it will offer to make one.'
            )
        else:
            sentences.append(f'The marks go to the existing assignment "{column}" in Canvas.')
            there = roster.points.get(column, "").strip()
            if there and not _same(there, possible):
                sentences.append(
                    f'"{column}" has {there} points in Canvas, {have} {possible}. The marks are '
                    "not scaled."
                )
            if alone := [s.label for s, _ in marks if s.row[column].strip() in _LEFT_ALONE]:
                sentences.append(
                    "Without a mark, because they are excused or do not have the assignment: "
                    f"{', '.join(alone)}."
                )
    elif roster.worksheet and "maximum" in roster.columns:
        maxima = {s.row[roster.columns["maximum"]].strip() for s in roster.students} - {""}
        if other := sorted(m for m in maxima if not _same(m, possible)):
            sentences.append(
                f"The maximum grade is {', '.join(other)} in Moodle, {have} {possible} points. "
                "The marks are not scaled, and Moodle skips those above its maximum."
            )
    elif roster.worksheet:
        sentences.append(
            "The assignment has no points in Moodle: set the type of its grade to Point."
        )
    else:
        columns, identities = _identified(marks)
        if not identities:
            sentences.append("There is no moodle.csv: the roster has no id, email or login.")
        elif len(identities) < len(marks):
            lines = {student.line for student, _, _ in identities}
            rest = ", ".join(s.label for s, _ in marks if s.line not in lines)
            sentences.append(f"Not in moodle.csv, because the roster has no {columns[0]}: {rest}.")
    return tuple(sentences)


def _canvas(
    part: str, rows: Sequence[Row], roster: Roster, marks: Sequence[tuple[Student, Row]]
) -> list[list[str]]:
    # Canvas knows the columns for students by their order, and "Section" is the last of them.
    columns = roster.header[: roster.header.index(roster.columns["section"]) + 1]
    column = _assignment(part, rows, roster)
    worth = points(_possible(rows)) if column is None else roster.points.get(column, "")
    return [
        [*columns, column or _title(part, rows)],
        ["    Points Possible", *[""] * (len(columns) - 1), worth],
        *(
            [*(student.row[name] for name in columns), points(row.score)]
            for student, row in marks
            if column is None or student.row[column].strip() not in _LEFT_ALONE
        ),
    ]


def _new_canvas(
    part: str, rows: Sequence[Row], marks: Sequence[tuple[Student, Row]]
) -> list[list[str]]:
    # A plain table's id is the university's. Only Canvas knows its own, and finds students by any.
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", _title(part, rows)]
    return [
        header,
        ["    Points Possible", "", "", "", "", points(_possible(rows))],
        *(
            [student.name, "", student.id, student.login or student.email, "", points(row.score)]
            for student, row in marks
        ),
    ]


def _assignment(part: str, rows: Sequence[Row], roster: Roster) -> str | None:
    """Return the column of the assignment for the part, if there is one and no other like it."""
    words = _words(_title(part, rows))
    titles = {
        name: _words(match[1])
        for name in roster.header
        if (match := _ASSIGNMENT.fullmatch(name))
        and "read only" not in roster.points.get(name, "")
        and roster.header.count(name) == 1
    }
    if _final(rows) and _AUTOMATIC not in words:
        titles = {name: title for name, title in titles.items() if _AUTOMATIC not in title}
    equal = [name for name, title in titles.items() if title == words]
    fitting = equal or [name for name, title in titles.items() if words in title]
    return fitting[0] if len(fitting) == 1 else None


def _worksheet(part: str, roster: Roster, marks: Sequence[tuple[Student, Row]]) -> list[list[str]]:
    grade, comments = roster.columns["grade"], roster.columns.get("comments")
    final, automatic = f"{part}, final marks: ", f"{part}, automatic part: "
    table = [list(roster.header)]
    for student, row in marks:
        cells = {**student.row, grade: points(row.score)}
        # What a person wrote stays. What an earlier call wrote does not.
        if comments and (
            not cells[comments].strip() or cells[comments].startswith((final, automatic))
        ):
            cells[comments] = (final if row.final else automatic) + _comment(row)
        elif comments:
            cells[comments] = writing.Verbatim(cells[comments])
        # Other columns may hold what students wrote. Moodle's import leaves them out, but for the
        # date of the last grade: a hyphen where there is none.
        for name in {*roster.header} - {*roster.columns.values()}:
            cells[name] = writing.one_line(cells[name])
        table.append([cells[name] for name in roster.header])
    return table


def _comment(row: Row) -> str:
    questions = ", ".join(
        f"{name} {points(row.marks.get(name, 0))}" + (f"/{points(possible)}" if possible else "")
        for name, possible in row.possible.items()
    )
    return f"{points(row.score)} of {points(row.total_possible)} points ({questions})."


def _new_moodle(
    part: str, rows: Sequence[Row], marks: Sequence[tuple[Student, Row]]
) -> list[list[str]]:
    """Return a table for Moodle's import of grades, where one chooses what each column means."""
    columns, identities = _identified(marks)
    return [
        [*columns, "Full name", _title(part, rows)],
        *([*keys, student.name, points(row.score)] for student, row, keys in identities),
    ]


def _identified(
    marks: Sequence[tuple[Student, Row]],
) -> tuple[list[str], list[tuple[Student, Row, list[str]]]]:
    """Return columns by which Moodle can tell the students, and those who have them all.

    Where the column that one chooses is empty, Moodle gives the mark to the student of the line
    before. So no cell may be empty, and it is better to leave out a column than a student.
    """
    keys = {
        "ID number": [student.id for student, _ in marks],
        "Username": [student.login for student, _ in marks],
        "Email address": [student.email for student, _ in marks],
    }
    most = max(len([*filter(None, cells)]) for cells in keys.values())
    columns = [name for name, cells in keys.items() if most and all(cells)]
    if most and not columns:
        columns = [next(n for n, cells in keys.items() if len([*filter(None, cells)]) == most)]
    identities = [
        (student, row, [keys[name][i] for name in columns])
        for i, (student, row) in enumerate(marks)
        if columns and all(keys[name][i] for name in columns)
    ]
    return columns, identities


def _marks(rows: Sequence[Row], roster: Roster, matching: Matching) -> list[tuple[Student, Row]]:
    """Return the students with a mark, in the order of the roster."""
    marks = {
        student.line: row
        for row in rows
        if row.graded and not row.doubtful
        for student in matching.students.get(row.name, ())
    }
    return [(s, marks[s.line]) for s in roster.students if s.line in marks]


def _title(part: str, rows: Sequence[Row]) -> str:
    """Return the name of the column. It says so where a person's marks are still to come."""
    return f"{part} (automatic)" if any(row.manual for row in rows) else part


def _final(rows: Sequence[Row]) -> bool:
    return any(row.final for row in rows)


def _possible(rows: Sequence[Row]) -> float:
    return max((row.total_possible for row in rows), default=0)


def _words(title: str) -> str:
    """Return a title's words, between spaces, so that one title in another is found by words."""
    words = re.findall(r"[^\W_]+", title.casefold())
    return f" {' '.join(words)} "


def _same(text: str, number: str) -> bool:
    try:
        return float(text.replace(",", ".")) == float(number)
    except ValueError:
        return False
