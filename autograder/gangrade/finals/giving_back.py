"""Pages back to students: as Moodle and Canvas take them, and as a folder of one page a student."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from gangrade import writing
from gangrade.errors import InputError
from gangrade.finals.matching import match
from gangrade.finals.roster import Roster, Student
from gangrade.intake import downloads
from gangrade.intake.find import safe

PAGE = "feedback.html"
CANVAS, MOODLE, PAGES = "canvas-feedback.zip", "moodle-feedback.zip", "pages"


@dataclass(frozen=True)
class GivenBack:
    """What was written, and what was not."""

    files: dict[Path, int]
    """How many students' pages each holds."""
    problems: tuple[str, ...]
    """Sentences on pages that nobody gets, and on students who get none."""


def write(folder: Path, out: Path, roster: Roster, part: str) -> GivenBack:
    """Write what the course systems take, from the pages in ``folder``.

    ``folder`` is what `merge` wrote, or `grade`. Who has several pages there gets none: somebody
    must say which one counts. Earlier files in ``out`` that are not written again go away.

    Raises:
        InputError: if there are no pages.
    """
    pages = {path.parent.name: writing.content(path) for path in sorted(folder.glob(f"*/{PAGE}"))}
    if not pages:
        raise InputError(f"{folder} has no pages. Run `gangrade merge` or `gangrade grade` first.")
    matching = match(roster, list(pages), part)
    given = {name: matching.students[name] for name in pages if name in matching.students}
    problems = list(matching.problems)
    zips = {
        MOODLE: dict(_moodle(given, pages) if roster.worksheet else ()),
        CANVAS: dict(_canvas(given, pages)),
    }
    files: dict[Path, int] = {}
    for name, entries in zips.items():
        (out / name).unlink(missing_ok=True)
        if entries:
            writing.replace(out / name, _zip(entries))
            files[out / name] = len(entries)
    if zips[CANVAS] and (without := [name for name in given if not _canvas_file(name)]):
        problems.append(
            f"Not in {CANVAS}, because their files are not named as Canvas names them: "
            f"{', '.join(without)}."
        )
    for old in (out / PAGES).glob("*.html"):
        old.unlink()
    alone = dict(_alone(given, pages))
    for name, page in alone.items():
        writing.replace(out / PAGES / name, page)
    if alone:
        files[out / PAGES] = len(alone)
    return GivenBack(files, tuple(problems))


def _moodle(
    given: Mapping[str, tuple[Student, ...]], pages: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    """Yield files in folders named as in Moodle's own download: name, number, kind."""
    for submission, students in given.items():
        for student in students:
            # Moodle cuts the name of the folder at its underscores.
            name = _plain(student.name or "Participant").replace("_", " ")
            yield f"{name}_{student.id}_assignsubmission_file_/{PAGE}", pages[submission]


def _canvas_file(submission: str) -> tuple[str, str, str] | None:
    """Return name, user's id and file's id; None if Canvas has not named the submission."""
    found = downloads.CANVAS.search(submission)
    if found is None or downloads.ANONYMOUS.search(submission):
        return None
    file = re.match(r"(\d+)_", submission[found.end(2) + 1 :])
    return (found[1], found[2], file[1]) if file else None


def _canvas(
    given: Mapping[str, tuple[Student, ...]], pages: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    """Yield files named as Canvas names what it hands out: it looks for both numbers."""
    for submission in given:
        if named := _canvas_file(submission):
            yield "_".join([*named, PAGE]), pages[submission]


def _alone(
    given: Mapping[str, tuple[Student, ...]], pages: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    used: set[str] = set()
    for submission, students in given.items():
        for student in students:
            stem = _plain(student.label)
            number = 1
            while (name := f"{stem}{f' {number}' if number > 1 else ''}.html").casefold() in used:
                number += 1
            used.add(name.casefold())
            yield name, pages[submission]


def _plain(name: str) -> str:
    """Return a name as a file may have it on every system: letters of all alphabets stay."""
    text = re.sub(r'[<>:"/\\|?*\x00-\x1f]', " ", writing.one_line(name))
    return " ".join(text.split()).strip(". ")[:100] or safe(name)


def _zip(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()
