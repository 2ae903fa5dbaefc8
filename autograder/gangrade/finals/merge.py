"""Join what the machine gave, what people gave and what was corrected into final marks.

Nothing is guessed. Where two people disagree, where an answer was changed after it was marked, or
where a line means nothing that exists, it is said and the mark stays open.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gangrade import writing
from gangrade.errors import InputError
from gangrade.finals import attempts
from gangrade.finals.final import Correction, Final, Graded, Merged
from gangrade.finals.matching import listed, match
from gangrade.finals.terms import NONE, Terms
from gangrade.intake.find import safe
from gangrade.marking import marks as marking
from gangrade.marking.key import Answers
from gangrade.marking.marks import Mark, Override
from gangrade.results import records, sentences
from gangrade.results.failure import Why
from gangrade.results.records import Record
from gangrade.results.result import Result
from gangrade.writing import points

if TYPE_CHECKING:
    from gangrade.finals.roster import Roster, Student
    from gangrade.part.part import Autograder, Question


DAMAGED = "its record.json cannot be read"
OTHER_FILE = "answers of another file"
ASTRAY = "correction of an unknown question"

Place = tuple[str, str]
"""A submission and a question."""


@dataclass
class Results:
    """What ``grade`` left in its folder."""

    records: list[Record] = field(default_factory=list)
    """Also of those whose record is damaged: then without marks."""
    damaged: list[str] = field(default_factory=list)
    """Names of those."""
    notes: list[str] = field(default_factory=list)
    """What was left out, in sentences."""


def read_results(folder: Path, part: str) -> Results:
    """Return what ``grade`` wrote for a part into the folder.

    Raises:
        InputError: with a sentence for the instructor, if there is nothing.
    """
    results = Results()
    folders = {path.name: records.read(path) for path in records.folders(folder)}
    for name, record in folders.items():
        if record is not None and record.result.part != part:
            continue
        if record is not None and record.result.name == name:
            results.records.append(record)
            continue
        if record is not None and record.result.name in folders:
            results.notes.append(
                f"{folder / name} is a copy of the results of {record.result.name}: left out."
            )
            continue
        # Damaged, or a renamed folder: it is a student's all the same.
        results.records.append(Record(Result(name, part, DAMAGED)))
        results.damaged.append(name)
    if len(results.records) == len(results.damaged):  # another version of gangrade wrote them, say
        which = "that can be read" if results.damaged else f"of {part}"
        raise InputError(f"{folder} has no results {which}. Run `gangrade grade` first.")
    return results


def read_marks(
    paths: Sequence[Path],
) -> tuple[list[Mark], list[tuple[str, str]], list[str]]:
    """Return what people gave, and question and answer of the lines that cannot be used, and why.

    Raises:
        InputError: with sentences for the instructor, if a table as a whole cannot be used.
    """
    tables = {path: writing.rows(path, marking.MARKS, marking.EARLIER) for path in paths}
    if useless := [
        problem for lines, problems in tables.values() if not lines for problem in problems
    ]:
        raise InputError("\n".join(useless))
    marks: list[Mark] = []
    useless_files: list[tuple[str, str]] = []
    problems: list[str] = []
    for path, (lines, unread) in tables.items():
        found, wrong = marking.marks_in(lines, path.stem)
        places = {mark.where for mark in found}
        useless_files += [
            (row["question"].strip(), row["answer"].strip().upper())
            for where, row in lines
            if where not in places and (row["points"].strip() or row["comment"].strip())
        ]
        marks += found
        problems += unread + wrong
    return marks, useless_files, problems


def read_overrides(path: Path) -> list[Override]:
    """Return the corrections.

    Raises:
        InputError: with sentences for the instructor, if any line cannot be used: without it, a
            mark would count that somebody has found wrong.
    """
    overrides, problems = marking.read_overrides(path)
    if problems:
        raise InputError("\n".join(problems))
    return overrides


def merge_results(
    results: Results,
    autograder: Autograder,
    answers: Answers,
    *,
    marks: Sequence[Mark],
    overrides: Sequence[Override],
    terms: Terms = NONE,
    times: Mapping[str, dt.datetime] | None = None,
    roster: Roster | None = None,
    before: Mapping[str, Correction] | None = None,
    unused: Sequence[tuple[str, str]] = (),
) -> Merged:
    """Return the final marks of all submissions that count.

    ``before`` is what corrections were made of at earlier merges, ``unused`` are questions and
    answers of marks that cannot be read, of which somebody has been told.
    """
    records = {record.result.name: record for record in results.records}
    overrides, given = _of_students(overrides, records, autograder, roster=roster)
    records |= {name: Record(Result(name, autograder.part)) for name in given}
    problems = [f"{name}: {DAMAGED}, or is another's. Grade it again." for name in results.damaged]
    sorted_marks, wrong_marks = _sorted_marks(autograder, answers, marks, kept=records)
    for question_name, code in unused:
        if entry := answers.get(question_name, {}).get(code):
            nothing = Mark(
                question_name, code, entry.version, points=None, comment="", grader="", where=""
            )
            sorted_marks[entry.submission, question_name].append(nothing)
    corrected, astray, wrong_overrides = _sorted_overrides(autograder, overrides, records)
    others = _of_other_files(answers, records)
    reasons = {DAMAGED: results.damaged, OTHER_FILE: others, ASTRAY: astray}
    finals = {}
    for name, record in records.items():
        questions = tuple(
            _graded(question, record.result, sorted_marks, corrected=corrected)
            for question in autograder.questions
        )
        undecided = tuple(reason for reason, names in reasons.items() if name in names)
        finals[name] = Final(record.result, questions, undecided=undecided)
    corrections, changed = _changes(finals, records, answers, earlier=before or {})
    decided = attempts.decide(
        finals, autograder.part, terms, times=times or {}, roster=roster, given=given
    )
    strange = [n for n, r in records.items() if r.secret not in ("", autograder.fingerprint)]
    if strange:
        problems.append(
            f"Graded with another secret than {autograder.fingerprint}: {listed(strange)}. A "
            "class needs one secret: grade these again with this release."
        )
    problems += wrong_marks + wrong_overrides
    problems += [
        f"{name}: its answers were read from another file than was graded. Run `gangrade grade` "
        "and `gangrade answers` again, both with the same submissions. (Where two files have the "
        "same code, `grade` needs --again.)"
        for name in others
    ]
    problems += [
        f"{name}, {question.name}: it was graded when the question had "
        f"{points(question.automatic.possible)} points, and now it has "
        f"{points(question.possible)}. Grade it again."
        for name, final in finals.items()
        for question in final.questions
        if question.outdated and question.automatic and not question.override
    ]
    problems += decided.problems
    problems += [
        f"{final.result.name}: not graded: {final.refused}"
        for final in decided.finals
        if final.refused
    ]
    for question in autograder.questions:
        waiting = [final for final in decided.finals if question.name in _waiting(final)]
        for why, names in _by_doubt(waiting, question.name).items():
            words = f"{question.name}: no mark for {listed(names)}"
            advice = "Read the code, and correct the mark."
            problems.append(f"{words}: {sentences.doubt(why)}. {advice}" if why else f"{words}.")
    notes = [*results.notes, *decided.notes, *changed, *_in_vain(corrected, decided.finals)]
    return Merged(decided.finals, decided.missing, problems, notes=notes, corrections=corrections)


def _waiting(final: Final) -> tuple[str, ...]:
    """Return the questions for which somebody should give a mark."""
    if not final.refused:
        return final.open
    manual = {question.name for question in final.questions if question.manual}
    return tuple(name for name in final.open if name in manual)


def _by_doubt(finals: Sequence[Final], question: str) -> dict[Why | None, list[str]]:
    """Return the names of submissions by why the machine could not judge the question, if so."""
    names: dict[Why | None, list[str]] = defaultdict(list)
    for final in finals:
        names[final.result.doubtful.get(question)].append(final.result.name)
    return names


def _of_students(
    overrides: Sequence[Override],
    kept: Mapping[str, Record],
    autograder: Autograder,
    *,
    roster: Roster | None,
) -> tuple[list[Override], dict[str, Student]]:
    """Return the corrections, each for one question, and students who got marks without a work.

    A line may name a student of the roster, who has one submission or none, in place of a
    submission, and "*" for all questions.
    """
    lines: list[Override] = []
    given: dict[str, Student] = {}
    total = autograder.possible
    matching = match(roster, list(kept), autograder.part) if roster else None
    for line in overrides:
        if line.submission not in kept and matching is not None:
            fitting = [one for one in matching.missing if one.is_called(line.submission)]
            works = [
                name
                for name, whose in matching.students.items()
                if len(whose) == 1 and whose[0].is_called(line.submission)
            ]
            if len(works) == 1 and not fitting:
                line = replace(line, submission=works[0])
            elif len(fitting) == 1 and not works:
                student = fitting[0]
                name = safe(student.number or student.id or student.login or student.label)
                if name not in kept:
                    given[name] = student
                    line = replace(line, submission=name)
        if line.question == "*" and line.points in (0, total):
            lines += [
                replace(
                    line, question=q.name, points=q.points if line.points and not q.bonus else 0
                )
                for q in autograder.questions
            ]
        else:
            lines.append(line)
    return lines, given


def _sorted_marks(
    autograder: Autograder,
    answers: Answers,
    marks: Sequence[Mark],
    *,
    kept: Mapping[str, Record],
) -> tuple[dict[Place, list[Mark]], list[str]]:
    """Return the marks by submission and question, without points where they cannot count.

    Those without points leave the question open, whatever other people gave. Return also a
    sentence on each that cannot count.
    """
    worth = {q.name: q.points for q in autograder.questions if q.manual}
    marks_by_place: dict[Place, list[Mark]] = defaultdict(list)
    stale: list[tuple[Place, str]] = []
    problems: list[str] = []
    for mark in marks:
        if mark.question not in worth:
            problems.append(f"{mark.where}: there is no written question {mark.question}.")
            continue
        entry = answers.get(mark.question, {}).get(mark.answer)
        if entry is None:
            problems.append(
                f"{mark.where}: {mark.question} has no answer {mark.answer or 'without a code'}."
            )
            continue
        if entry.submission not in kept:
            problems.append(
                f"{mark.where}: the submission of answer {mark.answer} to {mark.question} is not "
                "among the results."
            )
            continue
        place = (entry.submission, mark.question)
        if mark.version and mark.version != entry.version:
            words = (
                f"{mark.where}: the answer {mark.answer} to {mark.question} ({entry.submission}) "
                "has changed since it was marked. Mark it again."
            )
            stale.append((place, words))
        elif wrong := _wrong(mark, worth[mark.question]):
            problems.append(f"{mark.where}: {wrong}")
            marks_by_place[place].append(replace(mark, points=None))
        else:
            marks_by_place[place].append(mark)
    # Tables of earlier rounds are merged too: what has been marked again needs no more words.
    problems += [words for place, words in stale if place not in marks_by_place]
    for (submission, question), several in marks_by_place.items():
        decisions = [mark for mark in several if mark.points is not None]
        if len({mark.points for mark in decisions}) > 1:
            words = ", ".join(f"{m.grader} {points(m.points or 0)} ({m.where})" for m in decisions)
            problems.append(
                f"{submission}, {question}: markers disagree: {words}. Delete a line, or correct "
                "the mark by a correction."
            )
    return marks_by_place, problems


def _wrong(mark: Mark, worth: float) -> str:
    """Say why a mark of a known answer cannot count; nothing, if it can."""
    if mark.points is None:
        return "there is a comment, but there are no points."
    if mark.points > worth:
        return f"{points(mark.points)} points are more than the {points(worth)} of {mark.question}."
    if not mark.version:
        return (
            f"the version of the answer {mark.answer} to {mark.question} is missing, which tells "
            "what was marked. Copy it from the marks.csv that `gangrade answers` wrote."
        )
    return ""


def _sorted_overrides(
    autograder: Autograder, overrides: Sequence[Override], kept: Mapping[str, Record]
) -> tuple[dict[Place, Override | None], list[str], list[str]]:
    """Return the corrections by submission and question: None where they cannot count.

    Return also the submissions of which a question is corrected that does not exist, and a
    sentence on each correction that cannot count.
    """
    worth = {question.name: question.points for question in autograder.questions}
    by_place: dict[Place, list[Override | None]] = defaultdict(list)
    astray = []
    problems: list[str] = []
    for line in overrides:
        if line.submission not in kept:
            problems.append(
                f"{line.where}: there is no submission {line.submission}, and no single student of "
                "the roster with one or none is called so."
            )
        elif line.question == "*":
            problems.append(
                f"{line.where}: for all questions there are 0 points or "
                f"{points(autograder.possible)}. Else write a line for each question."
            )
            astray.append(line.submission)
        elif line.question not in worth:
            problems.append(f"{line.where}: there is no question {line.question}.")
            astray.append(line.submission)
        elif line.points > worth[line.question]:
            problems.append(
                f"{line.where}: {points(line.points)} points are more than the "
                f"{points(worth[line.question])} of {line.question}."
            )
            by_place[line.submission, line.question].append(None)
        else:
            by_place[line.submission, line.question].append(line)
    for (submission, question), several in by_place.items():
        lines = [line for line in several if line]
        if len({line.points for line in lines}) > 1:
            problems.append(
                f"{submission}, {question}: corrections disagree "
                f"({', '.join(line.where for line in lines)}). Keep one of them."
            )
            several.append(None)
    corrections = {
        place: None if None in several else several[-1] for place, several in by_place.items()
    }
    return corrections, astray, problems


def _graded(
    question: Question,
    result: Result,
    given: Mapping[Place, Sequence[Mark]],
    *,
    corrected: Mapping[Place, Override | None],
) -> Graded:
    """Return the mark of a question that counts: a correction before all others."""
    place = (result.name, question.name)
    marks = tuple(given.get(place, ()))
    override = corrected.get(place)
    automatic = None
    points: float | None = None
    if question.manual:
        opinions = {mark.points for mark in marks}
        points = opinions.pop() if len(opinions) == 1 else None
    elif result.graded:
        automatic = next((q for q in result.questions if q.name == question.name), None)
        if automatic and automatic.possible == question.points and not automatic.doubtful:
            points = automatic.score
    if place in corrected:
        points = override.points if override else None
    return Graded(
        question.name,
        question.points,
        points,
        automatic=automatic,
        manual=question.manual,
        bonus=question.bonus,
        rubric=question.rubric,
        marks=marks,
        override=override,
    )


def _of_other_files(answers: Answers, kept: Mapping[str, Record]) -> list[str]:
    """Return the submissions whose answers were read from another file than was graded."""
    sources = {record.source: name for name, record in kept.items() if record.source}
    names: dict[str, None] = {}
    for answer in (entry for codes in answers.values() for entry in codes.values()):
        name = answer.submission
        if name not in kept:
            continue
        record = kept[name]
        other_code = answer.code and record.code and answer.code != record.code
        # Records keep the path of their first grading, and folders move: a path tells that files
        # were swapped only if it is another's.
        swap = answer.source != record.source and sources.get(answer.source, name) != name
        if other_code or swap:
            names[name] = None
    return list(names)


def _changes(
    finals: Mapping[str, Final],
    kept: Mapping[str, Record],
    answers: Answers,
    *,
    earlier: Mapping[str, Correction],
) -> tuple[dict[str, Correction], list[str]]:
    """Return what the corrections were made of, and a sentence where that has changed since."""
    versions = {
        (known.submission, question): known.version
        for question, codes in answers.items()
        for known in codes.values()
    }
    corrections: dict[str, Correction] = {}
    notes = []
    for name, final in finals.items():
        for question in final.questions:
            override = question.override
            if override is None:
                continue
            place = f"{name} {question.name}"
            score = question.automatic.score if question.automatic else None
            state = kept[name].keys.get(question.name) or versions.get((name, question.name), "")
            now = Correction((override.points, override.reason, override.who), score, state)
            before = earlier.get(place, now)
            if before.line != now.line:  # somebody has looked at it since
                before = now
            corrections[place] = before
            if before != now:
                notes.append(
                    f"{override.where}: {question.name} of {name} has been graded or handed in "
                    f"again since it was corrected{_change(before.score, score)}. The "
                    "correction still counts; change its reason to say that you have seen it, or "
                    "delete the line."
                )
    return corrections, notes


def _change(before: float | None, now: float | None) -> str:
    if before is None or now is None:
        return ""
    return f" (then {points(before)}, now {points(now)})"


def _in_vain(corrected: Mapping[Place, Override | None], finals: Sequence[Final]) -> list[str]:
    """Return a sentence for each correction of an attempt that does not count."""
    counts = {
        name: final.result.name for final in finals if final.questions for name in final.attempts
    }
    return [
        f"{line.where}: {name} is corrected, but another attempt counts: {counts[name]}."
        for (name, _), line in corrected.items()
        if line and counts.get(name, name) != name
    ]
