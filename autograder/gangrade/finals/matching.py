"""Whose is which submission: students of the roster are found by what is in submissions' names.

A wrong join gives a student somebody else's mark. So whatever fits two students, or fits one of
them only in part, is left to the instructor: it becomes a problem, never a guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gangrade.errors import InputError
from gangrade.finals.roster import Roster, Student
from gangrade.intake import downloads
from gangrade.intake.find import safe

Tokens = tuple[str, ...]

ADVICE = 'To say whose it is, add a column "submission" with this name to the roster.'


_FILLER = {"submission", "submissions", "submitted", "notebook", "final", "late", "copy", "of"}
"""Words in names of files that say nothing of a person."""
_LONG = 5
"""Digits from which on a number is taken for somebody's wherever it stands in a name."""

_TRAILING_NUMBER = re.compile(r"[-_]+v?\d{1,3}_*$")
"""What browsers and gangrade itself add to a name that is taken: "work (1)", "work-2"."""


@dataclass(frozen=True)
class Matching:
    """Whose each submission is."""

    students: Mapping[str, tuple[Student, ...]]
    """By submission's name, only where it is certain; several where a group hands in one."""
    missing: tuple[Student, ...]
    """Students who have no submission, not even one that is part of a problem."""
    problems: tuple[str, ...]
    """Sentences for the instructor: what was left out, and why."""
    owners: Mapping[str, tuple[Student, ...]] = field(default_factory=dict)
    """By submission's name: also of those who have several submissions."""
    unmatched: tuple[str, ...] = ()
    """Those of the problems that are about whose a submission is."""
    trials: tuple[str, ...] = ()
    """Submissions of the student whom Canvas adds to try things: nobody's, and no problem."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences on what is nobody's, and need not be."""
        who = "of the student whom Canvas adds to try things, and count for nobody"
        return (f"{listed(self.trials)}: {who}.",) if self.trials else ()


def match(roster: Roster, names: Sequence[str], part: str = "") -> Matching:
    """Return whose the submissions with these names are.

    ``part`` is what was submitted: names of files often hold it, and it says nothing of a
    person.
    """
    finder = Finder(roster, filler_words(names, roster), tokens(part))
    trials = [name for name in names if roster.trial and _canvas_id(name) == roster.trial]
    candidates = {name: finder.find(name) for name in names if name not in trials}
    together = {name: finder.find_group(name) for name, found in candidates.items() if not found}
    candidates |= together
    owners = {student.line for students in candidates.values() for student in students}
    problems: list[str] = []
    for name, students in candidates.items():
        if not students:
            problems.append(f'"{name}" fits no student of the roster. {ADVICE}')
        elif len(students) > 1 and name not in together and not _share(students):
            several = listed(student.label for student in students)
            problems.append(f'"{name}" fits several students: {several}. {ADVICE}')
    rest = tuple(problems)
    single = {
        name: tuple(students)
        for name, students in candidates.items()
        if len(students) == 1 or (students and (name in together or _share(students)))
    }
    twice: dict[int, list[str]] = defaultdict(list)
    for name, group in single.items():
        for student in group:
            twice[student.line].append(name)
    problems += [
        f"{student.label} has {len(twice[student.line])} submissions: "
        f"{listed(twice[student.line])}. `gangrade merge` says which one counts; without it, "
        "keep that one only, and grade again."
        for student in roster.students
        if len(twice[student.line]) > 1
    ]
    return Matching(
        students={
            name: group
            for name, group in single.items()
            if all(len(twice[student.line]) == 1 for student in group)
        },
        missing=tuple(s for s in roster.students if s.line not in owners),
        problems=tuple(problems),
        owners=single,
        unmatched=rest,
        trials=tuple(trials),
    )


def _share(students: Sequence[Student]) -> bool:
    """Whether the roster says that these hand in one submission together."""
    return all(s.shares and s.submission == students[0].submission for s in students)


def _canvas_id(name: str) -> str:
    """Return Canvas's id of a student, if a name has one."""
    file = downloads.CANVAS.search(name)
    return file[2] if file and not downloads.ANONYMOUS.search(name) else ""


class Finder:
    """Finds the students whom a submission's name may mean. Its tables make each search short."""

    def __init__(self, roster: Roster, filler: set[str], part: Tokens) -> None:
        """Make the tables; ``filler`` and ``part`` are words that say nothing of a person."""
        self.roster = roster
        self.filler = filler
        self.part = part
        self.pieces = _pieces(roster.pattern) if roster.pattern else []
        self.by_word: dict[str, list[Student]] = defaultdict(list)
        self.by_submission: dict[tuple[Tokens, ...], list[Student]] = defaultdict(list)
        self.by_id: dict[str, list[Student]] = defaultdict(list)
        self.by_key: dict[Tokens, list[Student]] = defaultdict(list)
        self.by_name: dict[frozenset[str], list[Student]] = defaultdict(list)
        self.by_joined_name: dict[str, list[Student]] = defaultdict(list)
        self.by_group: dict[str, list[Student]] = defaultdict(list)
        self.own: dict[int, set[str]] = {}
        self.names: dict[int, set[frozenset[str]]] = {}
        for student in roster.students:
            if student.submission:
                self.by_submission[_components(student.submission)].append(student)
            if student.id:
                self.by_id[student.id].append(student)
            if student.group:
                self.by_group["".join(tokens(student.group))].append(student)
            for key in {tokens(value) for value in _keys(roster, student)} - {()}:
                self.by_key[key].append(student)
            spellings = _spellings(student.name)
            self.names[student.line] = {frozenset(spelling) for spelling in spellings}
            for words in self.names[student.line]:
                self.by_name[words].append(student)
            for joined in {"".join(s[i:] + s[:i]) for s in spellings for i in range(len(s))}:
                self.by_joined_name[joined].append(student)
            self.own[student.line] = _own(roster, student)
            for word in self.own[student.line] if self.pieces else ():
                self.by_word[word].append(student)
        self.longest = max(map(len, self.by_key), default=0)

    def find(self, name: str) -> list[Student]:
        """Return the students, at best one, whom a name may mean."""
        if self.by_submission and (students := self._told(name)):
            return students
        if self.pieces and (students := self._of_pattern(name)):
            return students
        if file := downloads.BLACKBOARD.search(name):
            return self._of_blackboard(file[1])
        if file := downloads.BRIGHTSPACE.search(name):
            return self._of_name("".join(tokens(file[2])), file[1].split("-"))
        if folder := downloads.MOODLE.search(name):
            return self._of_moodle(folder[1], folder[2])
        if downloads.ANONYMOUS.search(name):
            return []
        if file := downloads.CANVAS.search(name):
            # Other rosters have other numbers, and one of them could be this one by chance.
            if self.roster.kind == "canvas":
                return self.by_id.get(file[2], [])
            return self._of_name("".join(tokens(file[1])), [file[2]])
        return self._by_words(name)

    def find_group(self, name: str) -> list[Student]:
        """Return the students of the group that a name is the name of, as the roster calls it."""
        if file := downloads.BLACKBOARD.search(name):
            words = tokens(file[1])  # an assignment's title is before it
            ends = {"".join(words[start:]) for start in range(len(words))}
            groups = [self.by_group[end] for end in ends if end in self.by_group]
            return groups[0] if len(groups) == 1 else []
        if file := downloads.BRIGHTSPACE.search(name):
            words = tokens(file[2])
        elif file := downloads.MOODLE.search(name):
            words = tokens(file[1])
        elif downloads.ANONYMOUS.search(name):
            return []
        elif file := downloads.CANVAS.search(name):
            words = tokens(file[1])
        else:
            words = tuple(word for words in _without(tokens(name), self.part) for word in words)
        return self.by_group.get("".join(words), [])

    def _of_name(self, name: str, numbers: Sequence[str]) -> list[Student]:
        """Return those of a name, written together; a number tells those of one name apart."""
        students = self.by_joined_name.get(name, [])
        numbered = [s for s in students if {s.id, s.number} & {*numbers}]
        return numbered if len(students) > 1 and numbered else students

    def _of_blackboard(self, start: str) -> list[Student]:
        """Return those whose login ends the start of a name; an assignment's title is before it."""
        found = {}
        for student in self.roster.students:
            for key in _keys(self.roster, student):
                if key and f"_{start}".casefold().endswith(f"_{safe(key)}".casefold()):
                    found[student.line] = student
        return list(found.values())

    def _of_pattern(self, name: str) -> list[Student]:
        """Return those whose name, with all that the instructor's pattern says, this may be."""
        folded = _folded(name)
        near = {s.line: s for word in tokens(name) for s in self.by_word.get(word, ())}
        return [s for s in near.values() if _expression(self.pieces, s).fullmatch(folded)]

    def _told(self, name: str) -> list[Student]:
        """Return whom the roster's own column names: a file, or a folder that it lies in."""
        components = _components(name)
        for size in range(len(components), 0, -1):
            students = {
                student.line: student
                for start in range(len(components) - size + 1)
                for student in self.by_submission.get(components[start : start + size], ())
                # A number at the end may be gangrade's own: two files had the same name.
                if start == 0 or not components[start][0].isdigit()
            }
            if students:
                return list(students.values())
        return []

    def _of_moodle(self, shown: str, number: str) -> list[Student]:
        if not self.roster.worksheet:
            return self.by_name.get(frozenset(tokens(shown)), [])  # the number says nothing
        # In group work the number is the group's, and may be another student's by chance. Without
        # names, as where marking is anonymous, the number is all there is. Before Moodle 4.2 a
        # group's name stands before the student's.
        parts = shown.split("-")
        words = {"".join(tokens("-".join(parts[start:]))) for start in range(len(parts))}
        return [
            student
            for student in self.by_id.get(number, [])
            if not student.name or words & {"".join(tokens(student.name)), "participant"}
        ]

    def _by_words(self, name: str) -> list[Student]:
        """Return those of whom the name holds a key, and else nothing of anyone else.

        A long number is enough by itself, unless the name is another student's.
        """
        shorter = _TRAILING_NUMBER.sub("", name)
        students = {student.line: student for student in self._in_words(tokens(shorter))}
        if shorter != name:
            # The number may belong to the key, as in the login "ada_2". By itself it is nobody's.
            number = tokens(name[len(shorter) :])
            students |= {s.line: s for s in self._in_words(tokens(name), apart_from=number)}
        return list(students.values())

    def _in_words(self, tokens: Tokens, apart_from: Tokens = ()) -> Iterator[Student]:
        segments = _without(tokens, self.part)
        words = {word for segment in segments for word in segment} - self.filler
        runs = [key for key in _runs(segments, self.longest) if key != apart_from]
        numbers = {w for w in words if (w,) in self.by_key and sum(map(str.isdigit, w)) >= _LONG}
        for key in runs:
            for student in self.by_key.get(key, ()):
                if numbers.issuperset(key) or self._is_all(words - numbers, {*key}, student):
                    yield student
        named = self.by_name.get(frozenset(words - numbers), [])
        # A number tells those of one name apart.
        own = [s for s in named if any(s in self.by_key[number,] for number in numbers)]
        yield from own if len(named) > 1 and own else named

    def _is_all(self, words: set[str], key: set[str], student: Student) -> bool:
        """Whether words with a student's key are all the student's, and not half of the name."""
        names = self.names[student.line]
        # A login such as "hopper" says no more than a part of the name does.
        telling = words == key or not any(key <= name for name in names)
        return words <= self.own[student.line] and (telling or any(n <= words for n in names))


_FIELDS = ("id", "name", "email", "login")


def _pieces(pattern: str) -> list[str]:
    """Return an instructor's pattern for names of submissions: texts, and between them fields.

    Raises:
        InputError: with a sentence for the instructor.
    """
    pieces = re.split(r"(\{[^{}]*\}|\*)", re.sub(r"\.(ipynb|zip)$", "", pattern))
    fields = [piece for piece in pieces[1::2] if piece != "*"]
    known = [f"{{{field}}}" for field in _FIELDS]
    if not fields or not {*fields} <= {*known}:
        raise InputError(
            f"The pattern {pattern} should hold at least one of {', '.join(known)}, and no other "
            "name in braces; * stands for anything."
        )
    return pieces


def _expression(pieces: Sequence[str], student: Student) -> re.Pattern[str]:
    """Return what a pattern stands for in the name of one student's submission."""
    parts = []
    for place, piece in enumerate(pieces):
        if place % 2 == 0:
            folded = _folded(re.sub(r"[/\\]", "-", piece))
            parts.append("".join(re.escape(c) if c.isalnum() else r"[\W_]" for c in folded))
        elif piece == "*":
            parts.append(".*")
        else:
            values = (r"[\W_]*".join(words) for words in _values(student, piece[1:-1]))
            parts.append(f"(?:{'|'.join(values) or '(?!)'})")
    # A number at the end is what `find` adds to a name that is taken.
    return re.compile("".join(parts) + r"(?:-\d+)?")


def _values(student: Student, field: str) -> list[Tokens]:
    """Return the words of what a field may hold for a student; names in any order."""
    if field == "name":
        return [s[i:] + s[:i] for s in _spellings(student.name) for i in range(len(s))]
    values = [student.id, student.number] if field == "id" else [getattr(student, field)]
    return [words for value in values if (words := tokens(value))]


def _folded(text: str) -> str:
    """Return a text without case and accents."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text))
    return "".join(c for c in text if not unicodedata.combining(c)).casefold()


def _keys(roster: Roster, student: Student) -> tuple[str, ...]:
    """Return what stands for a student in names of files. A participant's number does not."""
    return (() if roster.worksheet else (student.id,)) + (
        student.number,
        student.login,
        student.email,
    )


def _own(roster: Roster, student: Student) -> set[str]:
    spellings = _spellings(student.name)
    keys = [tokens(value) for value in _keys(roster, student)]
    return {word for tokens in [*spellings, *keys] for word in tokens}


def filler_words(names: Sequence[str], roster: Roster) -> set[str]:
    """Return words that say nothing of a person: such as most names have, and no student has."""
    counts = Counter(word for name in names for word in set(tokens(name)))
    common = {word for word, count in counts.items() if len(names) > 3 and count > len(names) / 2}
    own = {word for student in roster.students for word in _own(roster, student)}
    return (_FILLER | common) - own


def tokens(text: str) -> Tokens:
    """Return the words and numbers in a text, without case and accents.

    A text is first written as ``submission.find`` writes it, so that both sides split alike.
    """
    text = re.sub(r"[^\w.-]", "_", unicodedata.normalize("NFKC", text))
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return tuple(re.findall(r"[^\W_]+", text.casefold()))


def _spellings(name: str) -> list[Tokens]:
    """Return the words of a name; O'Brien is written O Brien or OBrien in names of files."""
    return [t for t in (tokens(name), tokens(re.sub(r"['’`]", "", name))) if t]


def _components(name: str) -> tuple[Tokens, ...]:
    """Return the words of each folder and of the file; ``find`` writes a path with hyphens."""
    stem = re.sub(r"\.(ipynb|zip)$", "", name.strip(), flags=re.IGNORECASE)
    return tuple(t for t in map(tokens, re.split(r"[-/\\]", stem)) if t)


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


def together(students: Sequence[Student]) -> list[str]:
    """Return name, number and email address of those who hand in one submission, for a table."""
    return [
        " & ".join(filter(None, cells)) for cells in zip(*(s.cells for s in students), strict=True)
    ]


def listed(texts: Iterable[str], most: int = 5) -> str:
    """Return texts with commas between them, not too many."""
    texts = list(texts)
    more = f" and {len(texts) - most} more" if len(texts) > most else ""
    return ", ".join(texts[:most]) + more
