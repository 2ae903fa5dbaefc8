"""Final marks on the disk: tables, pages, and a memory of what was given before."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gangrade import writing
from gangrade.errors import InputError
from gangrade.finals import course_systems
from gangrade.finals.final import Correction, Final, Merged
from gangrade.finals.matching import Matching
from gangrade.reports import feedback
from gangrade.results import records
from gangrade.results.lateness import spoken
from gangrade.results.result import Row
from gangrade.writing import points

if TYPE_CHECKING:
    from gangrade.finals.roster import Roster, Student
    from gangrade.part.part import Autograder


MEMORY = "merged.json"
"""What the next merge must know."""


TABLE = "final.csv"
_PAGE = "feedback.html"


@dataclass(frozen=True)
class Memory:
    """What an earlier merge has left in its folder."""

    corrections: Mapping[str, Correction] = field(default_factory=dict)
    """By submission and question."""
    pages: tuple[str, ...] = ()
    """The submissions for which it wrote a page."""


def read_memory(out: Path, part: str) -> Memory:
    """Return what an earlier merge into the folder has left.

    Raises:
        InputError: with a sentence for the instructor, if the folder is none for this part.
    """
    path = out / MEMORY
    if out.exists() and not out.is_dir():
        raise InputError(f"{out} is a file. Choose a folder.")
    if records.folders(out):
        raise InputError(f"{out} holds what `gangrade grade` wrote. Choose another folder.")
    try:
        content = json.loads(writing.content(path))
        other = content["part"]
        corrections = {
            str(place): _correction(**entry) for place, entry in content["corrections"].items()
        }
        pages = tuple(name for name in content["pages"] if _is_folder(name))
    except FileNotFoundError:
        return Memory()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise InputError(
            f"{path} is damaged. Delete it: only what was graded again since a correction is then "
            "not pointed out, and pages that no longer count stay."
        ) from error
    if other != part:
        raise InputError(f"{out} holds final marks of {other}. Choose another folder.")
    return Memory(corrections, pages)


def _is_folder(name: str) -> bool:
    """Whether it can be a submission's name: it then lies below the folder, not elsewhere."""
    return Path(name).name == name and not name.startswith(".") and bool(name)


def _correction(line: Sequence[Any], score: Any, state: Any) -> Correction:
    points, reason, who = line
    return Correction(
        (float(points), str(reason), str(who)), None if score is None else float(score), str(state)
    )


def write(
    out: Path, merged: Merged, autograder: Autograder, *, roster: Roster | None, memory: Memory
) -> tuple[list[Path], list[str]]:
    """Write tables, pages and what the next merge must know.

    A student gets a page as soon as it is clear which submission counts, whose it is and how late.
    Pages of an earlier merge that do not count any more go away. Return the tables' paths, and
    sentences on what somebody should know of what was written.
    """
    notes: list[str] = []
    pages = {final.result.name: final for final in merged.finals if not final.undecided}
    old = sorted(name for name in {*memory.pages} - {*pages} if (out / name / _PAGE).exists())
    _remember(out, merged, autograder.part, pages=[*pages, *old], memory=memory)
    for name, final in pages.items():
        (out / name).mkdir(exist_ok=True)
        writing.replace(out / name / _PAGE, feedback.feedback_page(final.result, final))
    for name in old:
        (out / name / _PAGE).unlink()
        if not any((out / name).iterdir()):
            (out / name).rmdir()
    if old:
        more = f" and {len(old) - 5} more" if len(old) > 5 else ""
        notes.append(
            f"Removed from {out}, because they do not count any more: the pages of "
            f"{', '.join(old[:5])}{more}."
        )
    _remember(out, merged, autograder.part, pages=list(pages), memory=memory)
    files = [out / TABLE]
    writing.replace(files[0], writing.BOM + table(merged, autograder))
    if roster:
        rows = [row(final) for final in merged.finals if final.complete and final.student]
        whose: dict[str, tuple[Student, ...]] = {}
        for final in merged.finals:
            if final.student:
                whose[final.result.name] = (*whose.get(final.result.name, ()), final.student)
        matching = Matching(whose, (), ())
        files += course_systems.write(out, autograder.part, rows, roster=roster, matching=matching)
        notes += course_systems.notes(autograder.part, rows, roster, matching=matching)
    elif leftovers := course_systems.existing(out):
        names = " and ".join(path.name for path in leftovers)
        notes.append(f"{names} in {out} may be out of date: they are written with --roster only.")
    return files, notes


def _remember(
    out: Path, merged: Merged, part: str, *, pages: Sequence[str], memory: Memory
) -> None:
    # What this merge does not correct, a later one may correct again.
    corrections = {**memory.corrections, **merged.corrections}
    content = {
        "part": part,
        "corrections": {place: asdict(entry) for place, entry in corrections.items()},
        "pages": sorted(pages),
    }
    writing.replace(out / MEMORY, json.dumps(content, indent=1) + "\n")


def table(merged: Merged, autograder: Autograder) -> str:
    """Return final.csv: a line for each student, or for each submission without a roster."""
    whose = bool(merged.missing) or any(final.student for final in merged.finals)
    names = [question.name for question in autograder.questions]
    possible = points(autograder.possible)
    lines: list[Sequence[object]] = [
        [
            *(["student", "id", "email"] if whose else []),
            *("submission", "attempts", "status", "total", "possible"),
            *names,
            *("late", "penalty", "corrected"),
        ]
    ]
    for final in sorted(merged.finals, key=lambda final: final.result.name):
        marks = {question.name: question.points for question in final.questions}
        corrections = [question.name for question in final.questions if question.override]
        lines.append(
            [
                *(_identity(final.student) if whose else []),
                # Without questions it is open which of the attempts counts.
                final.result.name if final.questions else " ".join(final.attempts),
                len(final.attempts),
                final.status,
                points(final.total) if final.complete else "",
                possible,
                *("" if (mark := marks.get(name)) is None else points(mark) for name in names),
                spoken(final.late) if final.late > dt.timedelta(0) else "",
                points(final.penalty) if final.penalty else "",
                " ".join(corrections),
            ]
        )
    for student, why in merged.missing.items():
        empty = [""] * (len(names) + 3)
        lines.append([*_identity(student), "", 0, why, "", possible, *empty])
    return writing.csv_text(lines)


def _identity(student: Student | None) -> list[str]:
    return student.cells if student else [""] * 3


def row(final: Final) -> Row:
    """Return final marks as the exports for course systems take them."""
    marks = {question.name: question.points or 0 for question in final.questions}
    possible = {question.name: question.possible for question in final.questions}
    if final.penalty:
        marks["late"], possible["late"] = -final.penalty, 0
    bonus = tuple(question.name for question in final.questions if question.bonus)
    return Row(final.result.name, None, marks, possible=possible, final=True, bonus=bonus)
