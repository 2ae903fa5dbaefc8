"""Join what the machine gave, what people gave and what was corrected into final marks.

Nothing is guessed. Where two people disagree, where an answer was changed after it was marked, or
where a line means nothing that exists, it is said and the mark stays open.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gangrade import writing
from gangrade.marking import Mark, Override
from gangrade.report import Row
from gangrade.results import QuestionResult, Result
from gangrade.rubric import Level
from gangrade.terms import NONE, Terms, spoken, time_of
from gangrade.writing import points

if TYPE_CHECKING:
    from gangrade.examiner import Autograder, Question
    from gangrade.records import Record
    from gangrade.roster import Roster, Student

KEY = "answers.json"
"""Which submission an answer's code means. It lies beside the pages, and is not for markers."""
MEMORY = "merged.json"
"""What corrections were made of, so that a later merge sees what has changed under them."""


@dataclass(frozen=True)
class Known:
    """An answer that was given out to be marked."""

    submission: str
    version: str
    state: str


Answers = Mapping[str, Mapping[str, Known]]
"""By question and code."""


@dataclass(frozen=True)
class Graded:
    """A question of a submission with the mark that counts."""

    name: str
    possible: float
    points: float | None
    """None if it is open."""
    automatic: QuestionResult | None = None
    """What the machine found, where it marks the question."""
    rubric: tuple[Level, ...] = ()
    marks: tuple[Mark, ...] = ()
    """What people gave."""
    override: Override | None = None

    @property
    def level(self) -> Level | None:
        """The best level that the points reach."""
        if self.points is None:
            return None
        return next((level for level in self.rubric if level.points <= self.points), None)

    @property
    def comments(self) -> tuple[str, ...]:
        """What people wrote to the student."""
        return tuple(dict.fromkeys(mark.comment for mark in self.marks if mark.comment))


@dataclass(frozen=True)
class Final:
    """What a student gets for a part."""

    result: Result
    """Of the submission that counts."""
    questions: tuple[Graded, ...]
    student: Student | None = None
    attempts: tuple[str, ...] = ()
    """All submissions of the student."""
    handed_in: dt.datetime | None = None
    late: dt.timedelta = dt.timedelta(0)
    penalty: float = 0.0
    lateness: str = ""
    """A sentence about it."""

    @property
    def open(self) -> tuple[str, ...]:
        """The questions without a mark."""
        return tuple(question.name for question in self.questions if question.points is None)

    @property
    def earned(self) -> float:
        """The points so far, before anything is taken away."""
        return round(sum(question.points or 0 for question in self.questions), 2)

    @property
    def total(self) -> float:
        """The points."""
        return round(self.earned - self.penalty, 2)

    @property
    def possible(self) -> float:
        """The points that could be earned."""
        return sum(question.possible for question in self.questions)


@dataclass
class Merged:
    """The final marks of a class, and what stands in their way."""

    finals: list[Final] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """What somebody must decide, in sentences."""
    notes: list[str] = field(default_factory=list)
    """What somebody should know, in sentences."""
    memory: dict[str, Any] = field(default_factory=dict)


def read_answers(folder: Path, part: str) -> Answers:
    """Return what ``answers`` gave out to be marked.

    Raises:
        ValueError: with a sentence for the instructor.
    """
    path = folder / KEY
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["part"] != part:
            raise ValueError(f"{folder} holds answers to {content['part']}, not to {part}.")
        return {
            question: {code: Known(**entry) for code, entry in codes.items()}
            for question, codes in content["questions"].items()
        }
    except FileNotFoundError:
        raise ValueError(
            f"There is no {KEY} in {folder}. Run `gangrade answers` first, and name its folder."
        ) from None
    except (OSError, KeyError, TypeError, AttributeError, json.JSONDecodeError):
        raise ValueError(f"{path} is damaged. Run `gangrade answers` again.") from None


def read_memory(out: Path) -> dict[str, Any]:
    """Return what an earlier merge into the folder has left; nothing, if there was none.

    Raises:
        ValueError: if it is damaged.
    """
    path = out / MEMORY
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        raise ValueError(
            f"{path} is damaged. Delete it: only what was graded again since a correction is then "
            "not pointed out."
        ) from None
    return content if isinstance(content, dict) else {}


def keep_memory(out: Path, merged: Merged) -> None:
    """Keep what a later merge must know."""
    writing.replace(out / MEMORY, json.dumps(merged.memory, indent=1) + "\n")


def merge(
    records: Iterable[Record],
    autograder: Autograder,
    answers: Answers,
    marks: Sequence[Mark],
    overrides: Sequence[Override],
    terms: Terms = NONE,
    times: Mapping[str, dt.datetime] | None = None,
    roster: Roster | None = None,
    memory: Mapping[str, Any] | None = None,
) -> Merged:
    """Return the final marks of all submissions that count.

    ``memory`` is what an earlier merge has left.
    """
    merged = Merged()
    kept = {record.result.name: record for record in records}
    given = _sorted_marks(autograder, answers, marks, kept, merged)
    corrected = _sorted_overrides(autograder, overrides, kept, merged)
    finals = {}
    for name, record in kept.items():
        questions = tuple(
            _graded(question, record.result, given, corrected.get((name, question.name)))
            for question in autograder.questions
        )
        finals[name] = Final(record.result, questions)
    _look_for_changes(finals, kept, answers, memory or {}, merged)
    students = _students(list(finals), autograder.part, roster, merged)
    late = {
        name: _lateness(final, name, students.get(name), terms, times or {}, merged)
        for name, final in finals.items()
    }
    for group in _by_student(late, students):
        final = _that_counts(group, terms, merged)
        if final is not None:
            merged.finals.append(final)
            if final.open:
                merged.problems.append(f"{final.result.name}: no mark for {', '.join(final.open)}.")
    return merged


# --- marks and corrections -----------------------------------------------------------------------


def _sorted_marks(
    autograder: Autograder,
    answers: Answers,
    marks: Sequence[Mark],
    kept: Mapping[str, Record],
    merged: Merged,
) -> dict[tuple[str, str], list[Mark]]:
    """Return the marks that can be used, by submission and question; say why others cannot."""
    worth = {q.name: q.points for q in autograder.questions if q.manual}
    found: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.question not in worth:
            merged.problems.append(f"{mark.where}: there is no written question {mark.question}.")
            continue
        known = answers.get(mark.question, {}).get(mark.answer)
        if known is None:
            merged.problems.append(
                f"{mark.where}: {mark.question} has no answer {mark.answer or 'without a code'}."
            )
        elif known.submission not in kept:
            merged.problems.append(
                f"{mark.where}: the submission of answer {mark.answer} to {mark.question} is not "
                "among the results."
            )
        elif mark.version and mark.version != known.version:
            merged.problems.append(
                f"{mark.where}: the answer {mark.answer} to {mark.question} ({known.submission}) "
                "has changed since it was marked. Mark it again."
            )
        elif mark.points is None:
            merged.problems.append(f"{mark.where}: there is a comment, but there are no points.")
        elif mark.points > worth[mark.question]:
            merged.problems.append(
                f"{mark.where}: {points(mark.points)} points are more than the "
                f"{points(worth[mark.question])} of {mark.question}."
            )
        else:
            found[known.submission, mark.question].append(mark)
    for (submission, question), several in found.items():
        if len({mark.points for mark in several}) > 1:
            said = ", ".join(f"{m.grader} {points(m.points or 0)} ({m.where})" for m in several)
            merged.problems.append(
                f"{submission}, {question}: markers disagree: {said}. Delete a line, or correct "
                "the mark in the overrides."
            )
    return found


def _sorted_overrides(
    autograder: Autograder,
    overrides: Sequence[Override],
    kept: Mapping[str, Record],
    merged: Merged,
) -> dict[tuple[str, str], Override]:
    """Return the corrections that can be used; note what is wrong with the others."""
    worth = {question.name: question.points for question in autograder.questions}
    found: dict[tuple[str, str], list[Override]] = defaultdict(list)
    for line in overrides:
        if line.submission not in kept:
            merged.problems.append(f"{line.where}: there is no submission {line.submission}.")
        elif line.question not in worth:
            merged.problems.append(f"{line.where}: there is no question {line.question}.")
        elif line.points > worth[line.question]:
            merged.problems.append(
                f"{line.where}: {points(line.points)} points are more than the "
                f"{points(worth[line.question])} of {line.question}."
            )
        else:
            found[line.submission, line.question].append(line)
    for (submission, question), several in list(found.items()):
        if len({line.points for line in several}) > 1:
            places = ", ".join(line.where for line in several)
            merged.problems.append(
                f"{submission}, {question}: corrections disagree ({places}). Keep one of them."
            )
            del found[submission, question]
    return {place: lines[-1] for place, lines in found.items()}


def _graded(
    question: Question,
    result: Result,
    given: Mapping[tuple[str, str], Sequence[Mark]],
    override: Override | None,
) -> Graded:
    """Return the mark of a question that counts: a correction before all others."""
    marks = tuple(given.get((result.name, question.name), ()))
    automatic = None
    found: float | None = None
    if question.manual:
        agreed = {mark.points for mark in marks}
        found = agreed.pop() if len(agreed) == 1 else None
    elif result.graded:
        automatic = next((q for q in result.questions if q.name == question.name), None)
        found = automatic.score if automatic else None
    if override is not None:
        found = override.points
    return Graded(
        question.name, question.points, found, automatic, question.rubric, marks, override
    )


def _look_for_changes(
    finals: Mapping[str, Final],
    kept: Mapping[str, Record],
    answers: Answers,
    memory: Mapping[str, Any],
    merged: Merged,
) -> None:
    """Point out corrections of what was graded or handed in anew since they were made."""
    versions = {
        (known.submission, question): known.version
        for question, codes in answers.items()
        for known in codes.values()
    }
    for name, final in finals.items():
        for question in final.questions:
            override = question.override
            if override is None:
                continue
            place = f"{name} {question.name}"
            score = question.automatic.score if question.automatic else None
            state = kept[name].keys.get(question.name) or versions.get((name, question.name), "")
            line = [override.points, override.reason, override.who]
            now = {"line": line, "score": score, "state": state}
            before = memory.get(place, now)
            if before["line"] != line:  # somebody has looked at it since
                before = now
            merged.memory[place] = before
            if before != now:
                merged.notes.append(
                    f"{override.where}: {question.name} of {name} has been graded or handed in "
                    f"again since it was corrected{_change(before['score'], score)}. The "
                    "correction still counts; change its reason to say that you have seen it, or "
                    "delete the line."
                )


def _change(before: float | None, now: float | None) -> str:
    if before is None or now is None:
        return ""
    return f" (then {points(before)}, now {points(now)})"


# --- students, attempts, lateness ----------------------------------------------------------------


def _students(
    names: Sequence[str], part: str, roster: Roster | None, merged: Merged
) -> Mapping[str, Student]:
    if roster is None:
        return {}
    matching = roster.match(names, part)
    merged.problems += matching.unmatched
    return matching.owners


def _lateness(
    final: Final,
    name: str,
    student: Student | None,
    terms: Terms,
    times: Mapping[str, dt.datetime],
    merged: Merged,
) -> Final:
    """Return the marks with what lateness takes away."""
    final = replace(final, student=student, handed_in=time_of(name, times))
    known = (
        [student.id, student.number, student.email, student.login, student.name] if student else []
    )
    due = terms.due_for([*filter(None, known), name])
    if due is None:
        return final
    if final.handed_in is None:
        merged.problems.append(
            f"{name}: it is not known when it was handed in. Add it to the table of times."
        )
        return final
    late = final.handed_in - due
    penalty = terms.late.penalty(late, final.earned, final.possible)
    lateness = terms.late.told(late, penalty)
    return replace(final, late=late, penalty=penalty, lateness=lateness)


def _by_student(
    finals: Mapping[str, Final], students: Mapping[str, Student]
) -> Iterator[list[Final]]:
    """Yield what belongs together: the submissions of each student."""
    groups: dict[Any, list[Final]] = defaultdict(list)
    for name, final in sorted(finals.items()):
        student = students.get(name)
        groups[student.line if student else name].append(final)
    yield from groups.values()


def _that_counts(group: Sequence[Final], terms: Terms, merged: Merged) -> Final | None:
    """Return the attempt that counts; None if that cannot be said."""
    names = tuple(final.result.name for final in group)
    if len(group) == 1:
        return replace(group[0], attempts=names)
    student = group[0].student
    who = student.label if student else names[0]
    if terms.attempts == "best":
        if waiting := [final.result.name for final in group if final.open]:
            merged.problems.append(
                f"{who} has {len(group)} attempts, and the best one counts, but "
                f"{', '.join(waiting)} {'is' if len(waiting) == 1 else 'are'} not marked yet."
            )
            return None
        # Of equal ones the earlier: it was late by less.
        best = max(group, key=lambda f: (f.total, -f.late))
        return replace(best, attempts=names)
    if unknown := [final.result.name for final in group if final.handed_in is None]:
        merged.problems.append(
            f"{who} has {len(group)} attempts ({', '.join(names)}), and the last one counts, but "
            f"it is not known when {', '.join(unknown)} came. Add the times, or delete the "
            "folders of those that do not count."
        )
        return None
    last = max(group, key=lambda f: (f.handed_in is not None, f.handed_in))
    return replace(last, attempts=names)


# --- the table -----------------------------------------------------------------------------------


def table(merged: Merged, autograder: Autograder) -> str:
    """Return final.csv: a line for each student, or for each submission without a roster."""
    whose = any(final.student for final in merged.finals)
    names = [question.name for question in autograder.questions]
    stream = io.StringIO()
    lines = csv.writer(stream, lineterminator="\n")
    lines.writerow(
        [
            *(["student", "id", "email"] if whose else []),
            *("submission", "attempts", "status", "total", "possible"),
            *names,
            *("late", "penalty", "corrected"),
        ]
    )
    for final in sorted(merged.finals, key=lambda final: final.result.name):
        student = final.student
        by_name = {question.name: question for question in final.questions}
        marks = [by_name[name].points for name in names]
        corrected = [q.name for q in final.questions if q.override]
        identity = (
            [student.name, student.number or student.id, student.email] if student else [""] * 3
        )
        lines.writerow(
            [
                *(map(writing.inert, identity) if whose else []),
                writing.inert(final.result.name),
                len(final.attempts),
                f"open: {' '.join(final.open)}" if final.open else "complete",
                "" if final.open else points(final.total),
                points(final.possible),
                *("" if mark is None else points(mark) for mark in marks),
                spoken(final.late) if final.late > dt.timedelta(0) else "",
                points(final.penalty) if final.penalty else "",
                " ".join(corrected),
            ]
        )
    return stream.getvalue()


def row(final: Final) -> Row:
    """Return final marks as the exports for course systems take them."""
    marks = {question.name: question.points or 0 for question in final.questions}
    possible = {question.name: question.possible for question in final.questions}
    if final.penalty:
        marks["late"], possible["late"] = -final.penalty, 0
    return Row(final.result.name, "graded", marks, possible)
