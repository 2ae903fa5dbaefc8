"""Which of a student's files are the same work: two with the same content are one submission."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from gangrade.intake import written
from gangrade.intake.find import Handed, Source, Unreadable, safe
from gangrade.intake.submission import (
    MAX_CELLS,
    MAX_CODE,
    OtherPart,
    code_cells,
    read_cells,
)
from gangrade.part.part import Autograder

_COPY = re.compile(
    r"[ _-]*(?:\(\d+\)|copy[ _-]*\d*|copy of|kopie(?: von)?"
    r"|\d{4}[_-]\d\d[_-]\d\d(?:[T _-]?\d\d(?:[_-]?\d\d)*)?(?:[_-]\d{6})?)[ _-]*",
    re.IGNORECASE,
)
"""What browsers, editors and otter's export add to the name of a file."""
_SAY_NOTHING = {"final", "export", "submission", "notebook", "solution", "solved", "work"}


def distinct(
    handed: Handed,
    autograder: Autograder,
    owner: Callable[[str], Hashable | None] = lambda _name: None,
) -> Handed:
    """Return the submissions without copies: files of one student with the same content.

    The same are the lines of code and the written answers; spaces at the ends of lines, empty
    lines, outputs and metadata do not count. ``owner`` says whose a submission is, by its name, if
    that is known. Submissions of one zip, or of one student of a course system, share one set of
    limits. A notebook of another part beside one of this part is left out, and named.
    """
    owners: dict[str, set[Hashable]] = defaultdict(set)
    for source in handed.sources:
        if source.home and (student := owner(source.name)) is not None:
            owners[source.home].add(student)
    groups: dict[Hashable, list[Source]] = defaultdict(list)
    for source in handed.sources:
        students = owners[source.home] if source.home else {owner(source.name)} - {None}
        if len(students) == 1:
            groups["student", *students].append(source)
        else:
            groups[_student(source, autograder.part)].append(source)
    kept: dict[str, Source] = {}
    notes = list(handed.notes)
    for group in groups.values():
        found, words = _without_copies(group, autograder) if len(group) > 1 else (group, [])
        kept |= {source.name: source for source in found}
        notes += words
    return Handed([kept[s.name] for s in handed.sources if s.name in kept], tuple(notes))


def _student(source: Source, part: str) -> tuple[str, Hashable]:
    """Return what is equal for two files only if they are one student's."""
    if source.home:
        return "home", source.home
    path = PurePosixPath(source.label)
    if len(path.parts) < 2:
        return "file", source.name
    # In a folder may be several students: only names that differ in nothing of a person count.
    stem = _COPY.sub(" ", re.sub(r"(\.ipynb|\.txt|\.json|\.zip)+$", "", path.name, flags=re.I))
    words = safe(stem).casefold().replace(part.casefold(), " ")
    rest = tuple(w for w in re.findall(r"[^\W_]+", words) if w not in _SAY_NOTHING)
    return "folder", (source.path.parent, source.members[:-1], str(path.parent), rest)


def _without_copies(
    group: Sequence[Source], autograder: Autograder
) -> tuple[list[Source], list[str]]:
    contents: dict[str, list[Source]] = defaultdict(list)
    others: list[Source] = []
    refused: list[Source] = []
    unread: list[Source] = []
    cells = code = 0
    for source in sorted(group, key=lambda source: (len(source.name), source.name)):
        try:
            every = read_cells(source, autograder.part, autograder.names)
            graded = code_cells(every)
            content = _content([cell.source for cell in graded], every, autograder)
        except OtherPart:
            others.append(source)
            continue
        except Unreadable:
            (unread if source.refusal and not source.passing else refused).append(source)
            continue
        if content not in contents:
            cells, code = cells + len(graded), code + sum(len(cell.source) for cell in graded)
        contents[content].append(source)
    notes = []
    if contents and others:
        notes.append(
            f"{_names(s for several in contents.values() for s in several)}: left out of the same "
            f"student's files, because it is the notebook of another part: {_names(others)}."
        )
        others = []
    if contents and unread:
        notes.append(f"Not read, because the same student has a notebook: {_names(unread)}.")
        unread = []
    zips = group[0].home and len(contents) > 1
    words = ""
    if zips and (cells > MAX_CELLS or code > MAX_CODE):
        words = (
            f"The {len(contents)} notebooks that were handed in together hold more than one may: "
            f"{MAX_CELLS} code cells and {MAX_CODE >> 20} MB of code. Submit one notebook."
        )
    sources = []
    for first, *copies in contents.values():
        if copies:
            notes.append(
                f"{first.label} and {', '.join(copy.label for copy in copies)} hold the same work: "
                f"graded once, as {first.name}."
            )
        sources.append(
            replace(
                first,
                copies=tuple(copy.label for copy in copies),
                share=len(contents) if zips else 1,
                refusal=words,
            )
        )
    return [*sources, *others, *refused, *unread], notes


def _names(sources: Iterable[Source]) -> str:
    return ", ".join(source.label for source in sources)


def _content(code: Sequence[str], cells: Sequence[Any], autograder: Autograder) -> str:
    """Return a hash of what a submission is marked by."""
    lines = [line.rstrip() for text in code for line in text.expandtabs().splitlines()]
    answers = {}
    if autograder.text("notebook.ipynb"):
        answers = {name: a.digest for name, a in written.read(cells, autograder).items()}
    content = [[line for line in lines if line], answers]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()
