"""Who is in the course: a list from Canvas, from Moodle or any table, joined with submissions.

A wrong join gives a student somebody else's mark. So whatever fits two students, or fits one of
them only in part, is left to the instructor: it becomes a problem, never a guess.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Tokens = tuple[str, ...]

_ADVICE = 'To say whose it is, add a column "submission" with this name to the roster.'
_KNOWN = "submission, id, name, first name, last name, email, login"

_MEANINGS = {
    "submission": {"submission", "submissions", "submissionname"},
    "submission number": {"submissionid"},  # Gradescope's table of grades
    "id": {"id", "sid", "studentid", "studentnumber", "idnumber"},
    "name": {"name", "fullname", "student", "studentname"},
    "first": {"firstname", "first", "givenname"},
    "last": {"lastname", "last", "surname", "familyname"},
    "email": {"email", "emailaddress", "mail"},
    "login": {"login", "loginid", "sisloginid", "username", "user"},
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
    "participant": {"identifier"},
    "number": {"idnumber"},
    **{meaning: _MEANINGS[meaning] for meaning in ("submission", "name", "email", "login")},
    "grade": {"grade"},
    "maximum": {"maximumgrade"},
    "scale": {"scale"},
    "comments": {"feedbackcomments"},
}
_STAFF = {"instructor", "reader", "ta", "teacher"}
"""Roles that Gradescope's class list has beside students."""

_FILLER = {"submission", "submissions", "submitted", "notebook", "final", "late", "copy", "of"}
"""Words in names of files that say nothing of a person."""
_LONG = 5
"""Digits from which on a number is taken for somebody's wherever it stands in a name."""

_CANVAS_FILE = re.compile(r"(?:^|-)([^\W_]\w*?)_(?:LATE_)?(\d+)_\d+_", re.IGNORECASE)
"""How Canvas names downloads: the name, the user's id, the file's id, the file's name."""
_ANONYMOUS = re.compile(r"(?:^|-)anon_")
"""How Canvas names downloads of anonymous work; the file's id in it is nobody's number."""
_MOODLE_FOLDER = re.compile(r"^(.*?)_(\d+)_assignsubmission_")
"""How Moodle names downloads: the name, the participant's number, the kind of submission."""
_TRAILING_NUMBER = re.compile(r"[-_]+v?\d{1,3}_*$")
"""What browsers and gangrade itself add to a name that is taken: "work (1)", "work-2"."""


class RosterError(Exception):
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
    row: Mapping[str, str] = field(default_factory=dict, compare=False)
    """The row as it was, by column."""
    line: int = 0
    """Where it starts in the file; unique."""

    @property
    def label(self) -> str:
        """What an instructor knows the student by."""
        shown = self.name or self.email or self.login
        number = self.number or self.id
        return f"{shown} ({number})" if shown and number else shown or number or self.submission


@dataclass(frozen=True)
class Matching:
    """Whose each submission is."""

    students: Mapping[str, Student]
    """By submission's name, only where it is certain."""
    missing: tuple[Student, ...]
    """Students who have no submission, not even one that is part of a problem."""
    problems: tuple[str, ...]
    """Sentences for the instructor: what was left out, and why."""
    owners: Mapping[str, Student] = field(default_factory=dict)
    """By submission's name: also of those who have several submissions."""
    unmatched: tuple[str, ...] = ()
    """Those of the problems that are about whose a submission is."""


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

    @classmethod
    def read(cls, path: Path) -> Roster:
        """Return the roster in a CSV file.

        Raises:
            RosterError: if it is none, or if it is ambiguous.
        """
        try:
            return _parsed(_text(path))
        except RosterError as error:
            raise RosterError(f"{path.name}: {error}") from None

    @property
    def worksheet(self) -> bool:
        """Whether it is the grading worksheet of an assignment in Moodle."""
        return "participant" in self.columns

    def match(self, names: Sequence[str], part: str = "") -> Matching:
        """Return whose the submissions with these names are.

        ``part`` is what was submitted: names of files often hold it, and it says nothing of a
        person.
        """
        finder = _Finder(self, _filler(names, self), _tokens(part))
        found: dict[str, list[Student]] = {name: finder.find(name) for name in names}
        owned = {student.line for students in found.values() for student in students}
        problems: list[str] = []
        for name, students in found.items():
            if not students:
                problems.append(f'"{name}" fits no student of the roster. {_ADVICE}')
            elif len(students) > 1:
                several = _listed(student.label for student in students)
                problems.append(f'"{name}" fits several students: {several}. {_ADVICE}')
        unmatched = tuple(problems)
        single = {name: s[0] for name, s in found.items() if len(s) == 1}
        twice: dict[int, list[str]] = defaultdict(list)
        for name, student in single.items():
            twice[student.line].append(name)
        problems += [
            f"{student.label} has {len(twice[student.line])} submissions: "
            f"{_listed(twice[student.line])}. `gangrade merge` says which one counts; without it, "
            "keep that one only, and grade again."
            for student in self.students
            if len(twice[student.line]) > 1
        ]
        return Matching(
            students={name: s for name, s in single.items() if len(twice[s.line]) == 1},
            missing=tuple(s for s in self.students if s.line not in owned),
            problems=tuple(problems),
            owners=single,
            unmatched=unmatched,
        )


# --- reading ---------------------------------------------------------------------------------


def _text(path: Path) -> str:
    """Return the text of a file in UTF-8."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise RosterError("There is no such file.") from None
    except OSError as error:
        raise RosterError(f"The file cannot be read: {error.strerror}.") from None
    if not data.strip():
        raise RosterError("The file is empty. Export the roster again.")
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise RosterError('This is a workbook or a zip. Save the table as "CSV UTF-8".')
    if data.startswith(b"%PDF") or (
        b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff"))
    ):
        raise RosterError("This is not a CSV file. Export the roster as CSV.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RosterError(
            f'Line {line} is not UTF-8. Save the table as "CSV UTF-8", so that names stay right.'
        ) from None


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
    if {"identifier", "grade"} <= {*names} or "lastdownloadedfromthiscourse" in names:
        return _moodle(header, lines)
    return _plain_table(header, lines)


def _canvas(header: list[str], lines: Iterable[tuple[int, list[str]]]) -> Roster:
    columns = _columns(header, _CANVAS)
    if "section" not in columns:
        raise RosterError('The column "Section" is missing. Export the gradebook again.')
    points: dict[str, str] = {}
    students = []
    for line, cells in lines:
        if "Points Possible" in cells[0]:
            points = _by_column(header, cells)
        elif not all(re.fullmatch(r"\s*(Muted|Manual Posting.*)?\s*", c, re.I) for c in cells):
            students.append(_student(header, columns, line, cells))
    return Roster("canvas", tuple(header), columns, _checked(students), points)


def _moodle(header: list[str], lines: Iterable[tuple[int, list[str]]]) -> Roster:
    worksheet = "identifier" in map(_plain, header)
    columns = _columns(header, _WORKSHEET if worksheet else _MEANINGS)
    if len(set(header)) < len(header):
        raise RosterError("Two columns have the same name. Download the table again.")
    students = [_student(header, columns, line, cells) for line, cells in lines]
    return Roster("moodle", tuple(header), columns, _checked(students))


def _plain_table(header: list[str], lines: Iterable[tuple[int, list[str]]]) -> Roster:
    columns = _columns(header, _MEANINGS)
    if not columns.keys() - {"role"}:
        raise RosterError(
            f"The first line names no known column. Known are: {_KNOWN}. A table from Moodle must "
            "be downloaded while Moodle shows English."
        )
    students = [_student(header, columns, line, cells) for line, cells in lines]
    if role := columns.get("role"):
        students = [s for s in students if s.row[role].strip().casefold() not in _STAFF]
    return Roster("plain", tuple(header), columns, _checked(students))


def _student(
    header: Sequence[str], columns: Mapping[str, str], line: int, cells: Sequence[str]
) -> Student:
    row = _by_column(header, cells)

    def cell(meaning: str) -> str:
        return row[columns[meaning]].strip() if meaning in columns else ""

    identifier = cell("id")
    if "participant" in columns:
        found = re.search(r"\d+$", cell("participant"))
        if not found:
            raise RosterError(f"Line {line} has no number of a participant.")
        identifier = found[0]
    submission = cell("submission")
    if not submission and (number := cell("submission number")):
        submission = f"submission_{number}"
    student = Student(
        id=identifier,
        name=cell("name") or f"{cell('first')} {cell('last')}".strip(),
        email=cell("email"),
        login=cell("login"),
        number=cell("number"),
        submission=submission,
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
    for what in ("id", "submission"):
        lines: dict[str, int] = {}
        for student in students:
            value = getattr(student, what)
            if (
                value
                and (other := lines.setdefault(value.casefold(), student.line)) != student.line
            ):
                raise RosterError(
                    f'Lines {other} and {student.line} have the same {what} "{value}". '
                    "Remove one of them."
                )
    return tuple(students)


def _columns(header: Sequence[str], meanings: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Return the names of columns by what they hold."""
    columns: dict[str, str] = {}
    for name in header:
        for meaning, known in meanings.items():
            if _plain(name) in known:
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
    except RosterError:
        return 0
    known = {
        name for names in (_MEANINGS, _CANVAS, _WORKSHEET) for m in names.values() for name in m
    }
    return sum(_plain(name) in known for name in header)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not blank, with the line each starts in, all of the same length."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    width = 0
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise RosterError(f"Line {line} is not CSV ({error}). Export it again.") from None
        if not any(cell.strip() for cell in cells):
            continue
        width = width or len(cells)
        if len(cells) > width:
            raise RosterError(
                f"Line {line} has {len(cells)} cells, but the first line has {width}. A cell with "
                "a comma needs quotes around it."
            )
        yield line, cells + [""] * (width - len(cells))


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name.casefold())


# --- matching --------------------------------------------------------------------------------


class _Finder:
    """Finds the students whom a submission's name may mean. Its tables make each search short."""

    def __init__(self, roster: Roster, filler: set[str], part: Tokens) -> None:
        self.roster = roster
        self.filler = filler
        self.part = part
        self.by_submission: dict[tuple[Tokens, ...], list[Student]] = defaultdict(list)
        self.by_id: dict[str, list[Student]] = defaultdict(list)
        self.by_key: dict[Tokens, list[Student]] = defaultdict(list)
        self.by_name: dict[frozenset[str], list[Student]] = defaultdict(list)
        self.by_joined_name: dict[str, list[Student]] = defaultdict(list)
        self.own: dict[int, set[str]] = {}
        self.names: dict[int, set[frozenset[str]]] = {}
        for student in roster.students:
            if student.submission:
                self.by_submission[_components(student.submission)].append(student)
            if student.id:
                self.by_id[student.id].append(student)
            for key in {_tokens(value) for value in _keys(roster, student)} - {()}:
                self.by_key[key].append(student)
            spellings = _spellings(student.name)
            self.names[student.line] = {frozenset(spelling) for spelling in spellings}
            for words in self.names[student.line]:
                self.by_name[words].append(student)
            for joined in {"".join(s[i:] + s[:i]) for s in spellings for i in range(len(s))}:
                self.by_joined_name[joined].append(student)
            self.own[student.line] = _own(roster, student)
        self.longest = max(map(len, self.by_key), default=0)

    def find(self, name: str) -> list[Student]:
        """Return the students, at best one, whom a name may mean."""
        if self.by_submission and (told := self._told(name)):
            return told
        if folder := _MOODLE_FOLDER.search(name):
            return self._of_moodle(folder[1], folder[2])
        if _ANONYMOUS.search(name):
            return []
        if file := _CANVAS_FILE.search(name):
            # Other rosters have other numbers, and one of them could be this one by chance.
            if self.roster.kind == "canvas":
                return self.by_id.get(file[2], [])
            return self.by_joined_name.get("".join(_tokens(file[1])), [])
        return self._by_words(name)

    def _told(self, name: str) -> list[Student]:
        """Return whom the roster's own column names: a file, or a folder that it lies in."""
        components = _components(name)
        for size in range(len(components), 0, -1):
            found = {
                student.line: student
                for start in range(len(components) - size + 1)
                for student in self.by_submission.get(components[start : start + size], ())
                # A number at the end may be gangrade's own: two files had the same name.
                if start == 0 or not components[start][0].isdigit()
            }
            if found:
                return list(found.values())
        return []

    def _of_moodle(self, shown: str, number: str) -> list[Student]:
        if not self.roster.worksheet:
            return self.by_name.get(frozenset(_tokens(shown)), [])  # the number says nothing
        # In group work the number is the group's, and may be another student's by chance. Without
        # names, as where marking is anonymous, the number is all there is.
        written = "".join(_tokens(shown))
        return [
            student
            for student in self.by_id.get(number, [])
            if not student.name or written in {"".join(_tokens(student.name)), "participant"}
        ]

    def _by_words(self, name: str) -> list[Student]:
        """Return those of whom the name holds a key, and else nothing of anyone else.

        A long number is enough by itself, unless the name is another student's.
        """
        shorter = _TRAILING_NUMBER.sub("", name)
        found = {student.line: student for student in self._in_words(_tokens(shorter))}
        if shorter != name:
            # The number may belong to the key, as in the login "ada_2". By itself it is nobody's.
            number = _tokens(name[len(shorter) :])
            found |= {s.line: s for s in self._in_words(_tokens(name), apart_from=number)}
        return list(found.values())

    def _in_words(self, tokens: Tokens, apart_from: Tokens = ()) -> Iterator[Student]:
        segments = _without(tokens, self.part)
        words = {word for segment in segments for word in segment} - self.filler
        runs = [key for key in _runs(segments, self.longest) if key != apart_from]
        numbers = {w for w in words if (w,) in self.by_key and sum(map(str.isdigit, w)) >= _LONG}
        for key in runs:
            for student in self.by_key.get(key, ()):
                if numbers.issuperset(key) or self._is_all(words - numbers, {*key}, student):
                    yield student
        yield from self.by_name.get(frozenset(words - numbers), ())

    def _is_all(self, words: set[str], key: set[str], student: Student) -> bool:
        """Whether words with a student's key are all the student's, and not half of the name."""
        names = self.names[student.line]
        # A login such as "hopper" says no more than a part of the name does.
        telling = words == key or not any(key <= name for name in names)
        return words <= self.own[student.line] and (telling or any(n <= words for n in names))


def _keys(roster: Roster, student: Student) -> tuple[str, ...]:
    """Return what stands for a student in names of files. A participant's number does not."""
    return (() if roster.worksheet else (student.id,)) + (
        student.number,
        student.login,
        student.email,
    )


def _own(roster: Roster, student: Student) -> set[str]:
    spellings = _spellings(student.name)
    keys = [_tokens(value) for value in _keys(roster, student)]
    return {word for tokens in [*spellings, *keys] for word in tokens}


def _filler(names: Sequence[str], roster: Roster) -> set[str]:
    """Return words that say nothing of a person: such as most names have, and no student has."""
    counts = Counter(word for name in names for word in set(_tokens(name)))
    common = {word for word, count in counts.items() if len(names) > 3 and count > len(names) / 2}
    own = {word for student in roster.students for word in _own(roster, student)}
    return (_FILLER | common) - own


def _tokens(text: str) -> Tokens:
    """Return the words and numbers in a text, without case and accents.

    A text is first written as ``submission.find`` writes it, so that both sides split alike.
    """
    text = re.sub(r"[^\w.-]", "_", unicodedata.normalize("NFKC", text))
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return tuple(re.findall(r"[^\W_]+", text.casefold()))


def _spellings(name: str) -> list[Tokens]:
    """Return the words of a name; O'Brien is written O Brien or OBrien in names of files."""
    return [t for t in (_tokens(name), _tokens(re.sub(r"['’`]", "", name))) if t]


def _components(name: str) -> tuple[Tokens, ...]:
    """Return the words of each folder and of the file; ``find`` writes a path with hyphens."""
    stem = re.sub(r"\.(ipynb|zip)$", "", name.strip(), flags=re.IGNORECASE)
    return tuple(t for t in map(_tokens, re.split(r"[-/\\]", stem)) if t)


def _without(tokens: Tokens, part: Tokens) -> list[Tokens]:
    """Return what is left of a name between the places where the part's name stands."""
    segments: list[list[str]] = [[]]
    i = 0
    while i < len(tokens):
        if part and tokens[i : i + len(part)] == part:
            segments.append([])
            i += len(part)
        else:
            segments[-1].append(tokens[i])
            i += 1
    return [tuple(segment) for segment in segments if segment]


def _runs(segments: Iterable[Tokens], longest: int) -> Iterator[Tokens]:
    for segment in segments:
        for start in range(len(segment)):
            for end in range(start + 1, min(start + longest, len(segment)) + 1):
                yield segment[start:end]


def _listed(texts: Iterable[str], most: int = 5) -> str:
    texts = list(texts)
    more = f" and {len(texts) - most} more" if len(texts) > most else ""
    return ", ".join(texts[:most]) + more
