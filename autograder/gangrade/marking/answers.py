"""Write the pages on which people mark written answers: one for each question, without names.

A page holds its styles, its script and its figures; it asks for nothing from elsewhere. What comes
from students reaches it through ``prose`` or escaped, never as HTML.
"""

from __future__ import annotations

import json
import re
import secrets
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz.distance import Indel
from scipy.sparse import csr_array

from gangrade import writing
from gangrade.errors import InputError
from gangrade.intake import written
from gangrade.intake.find import Source, Unreadable
from gangrade.intake.submission import code_cells, code_hash, read_cells
from gangrade.marking import marks as marking
from gangrade.marking.key import KEY, KnownAnswer
from gangrade.part.part import Autograder, Question
from gangrade.part.rubric import Level
from gangrade.reports import html, prose

ALIKE = 0.8
"""Share of words in common, in their order, from which two answers are nearly the same.

In the tests, copies with some words changed share 86 % and more, answers that were written apart at
most 63 %.
"""
FEWEST_WORDS = 12
"""Shorter texts are right in the same words: they are put together only if they are equal."""
MOST_WORDS = 1000
"""Words of an answer that are compared."""
_ROWS = 256
"""Answers that are compared with all others at once."""
_WORD = re.compile(r"\w+|[-+*/=<>^]")
_IMAGE = re.compile(r"!\[[^\[\]]{0,300}\]\([^()]{0,300}\)")
"""A picture in Markdown; what editors write there are no words of the student's."""
_LETTERS = "adefhimoqrtvwxyz"
"""Keys for levels that no digit stands for; the others do something else."""


class NothingToMark(InputError):  # noqa: N818 - read as a sentence in the command line
    """There is nothing that a person could mark; the message says why."""


@dataclass(frozen=True)
class Entry:
    """An answer on a page."""

    code: str
    answer: written.Answer


@dataclass(frozen=True)
class Summary:
    """What was written."""

    index: Path
    key: Path
    """Whose answers they are."""
    states: dict[str, Counter[str]]
    """How many answers to each question there are of which state."""
    unreadable: dict[str, str]
    """Why a submission could not be read, by its name."""
    begun: tuple[Path, ...]
    """Tables that somebody has begun to fill in; they were left as they are."""
    problems: tuple[str, ...]
    """Why lines of those cannot be read; they count as not marked."""
    marks: Path | None
    """The table of what is not marked in those; None if nothing is left."""


def write(
    autograder: Autograder,
    sources: Sequence[Source],
    out: Path,
    progress: Callable[[str, int, int], None] = lambda _doing, _done, _total: None,
) -> Summary:
    """Write the pages, an index and a table for the marks.

    ``progress`` is told what is being done, how much of it is done, and how much there is.

    Raises:
        NothingToMark: if the part has no such questions, or if ``out`` is another part's.
    """
    run = _run(out, autograder.part)
    questions = [question for question in autograder.questions if question.manual]
    if not questions:
        raise NothingToMark(f"{autograder.part} has no question that a person marks.")
    if not autograder.text("notebook.ipynb"):
        raise NothingToMark(
            f"{autograder.path} was made by an earlier version. Run `gangrade release` again."
        )
    entries: dict[str, list[Entry]] = {question.name: [] for question in questions}
    keys: dict[str, dict[str, KnownAnswer]] = {question.name: {} for question in questions}
    unreadable = {}
    for number, source in enumerate(sources, 1):
        try:
            cells = read_cells(source, autograder.part, autograder.names)
            answers, programs = written.read(cells, autograder), _code(cells)
        except Unreadable as error:
            unreadable[source.name] = str(error)
            answers = {}
        for name, answer in answers.items():
            code = marking.code(autograder.secret, autograder.part, name, submission=source.name)
            entries[name].append(Entry(code, answer))
            keys[name][code] = KnownAnswer(
                source.name, answer.digest, answer.state, code=programs, source=str(source)
            )
        progress("reading", number, len(sources))
    lines = []
    for number, question in enumerate(questions, 1):
        groups = grouped(entries.pop(question.name))
        lines += [(question.name, e.code, e.answer.digest) for group in groups for e in group]
        writing.replace(out / f"{question.name}.html", _page(autograder, question, groups, run=run))
        progress("comparing", number, len(questions))
    key = {
        "part": autograder.part,
        "run": run,
        "questions": {
            name: {code: asdict(entry) for code, entry in sorted(codes.items())}
            for name, codes in keys.items()
        },
    }
    writing.replace(out / KEY, json.dumps(key, indent=1) + "\n")
    unfinished, problems, marks = _write_marks(lines, out)
    states = {
        name: Counter(entry.state for entry in codes.values()) for name, codes in keys.items()
    }
    summary = Summary(
        out / "index.html",
        out / KEY,
        states,
        unreadable=unreadable,
        begun=unfinished,
        problems=problems,
        marks=marks,
    )
    template = html.templates.get_template("marking/index.html")
    page = template.render(
        part=autograder.part,
        summary=summary,
        count=len(sources),
        **html.assets("marking/answers.css"),
    )
    writing.replace(summary.index, page)
    return summary


def _code(cells: Sequence[Any]) -> str:
    """Return what ``grade`` knows a submission's code by; nothing, where it refuses to run it."""
    try:
        return code_hash(code_cells(cells))
    except Unreadable:
        return ""


def _run(out: Path, part: str) -> str:
    """Return a name for all runs into a folder, so that a browser tells its marks from others'."""
    try:
        entries = json.loads(writing.content(out / KEY))
        other, run = entries["part"], entries.get("run")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        other, run = part, None  # nothing that anybody could need
    if other != part:
        raise NothingToMark(f"{out} holds answers to {other}. Choose another folder.")
    return run if isinstance(run, str) and run else secrets.token_hex(8)


def _page(
    autograder: Autograder, question: Question, groups: Sequence[Sequence[Entry]], run: str
) -> str:
    part, name = autograder.part, question.name
    levels = question.rubric or (Level(question.points, ""), Level(0, ""))
    keys = list(_keys(levels))
    data = {
        "question": name,
        "key": f"gangrade {part} {name} {run}",  # where the browser keeps the marks
        "possible": question.points,
        "levels": {key: level.points for key, level in keys if key},
        "columns": marking.MARKS,
    }
    return html.templates.get_template("marking/question.html").render(
        part=part,
        question=question,
        levels=keys,
        groups=groups,
        count=sum(map(len, groups)),
        most=marking.MAX_COMMENT,
        prose=prose.render,
        picture=prose.picture,
        data=html.in_script(data),
        **html.assets("marking/answers.css", "marking/answers.js"),
    )


def _keys(levels: Sequence[Level]) -> Iterator[tuple[str, Level]]:
    """Yield levels with the keys that give them: the digit that says the points, or a letter."""
    letters = iter(_LETTERS)
    for level in levels:
        digit = level.points in range(10)
        yield writing.points(level.points) if digit else next(letters, ""), level


def grouped(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Return the answers by their codes, those that are nearly the same together.

    Those to which nobody wrote anything are together at the end.
    """
    entries = sorted(entries, key=lambda entry: entry.code)
    answers = [entry for entry in entries if entry.answer.state == "given"]
    groups: dict[int, list[Entry]] = defaultdict(list)
    for label, entry in zip(alike([_compared(e.answer) for e in answers]), answers, strict=True):
        groups[label].append(entry)
    nothing = [entry for entry in entries if entry.answer.state != "given"]
    return [*groups.values(), *([nothing] if nothing else [])]


def _compared(answer: written.Answer) -> str:
    """Return the words by which an answer is compared; of pictures with few words, all of it."""
    words = sum(len(_words(piece.source)) for piece in answer.pieces if piece.kind == "text")
    has_content = any(piece.output or piece.figures or piece.attached for piece in answer.pieces)
    return answer.digest if has_content and words < FEWEST_WORDS else answer.text


def alike(texts: Sequence[str]) -> list[int]:
    """Return a number for each text; texts that are nearly the same have the same one.

    A chain of such texts counts as a whole.
    """
    # A text without words is like no other.
    words = [_words(text) or (f"\0{number}",) for number, text in enumerate(texts)]
    places = {text: place for place, text in enumerate(dict.fromkeys(words))}
    labels = np.arange(len(places))
    long = [text for text in places if len(text) >= FEWEST_WORDS]
    spots = [places[text] for text in long]
    for one, other in _pairs(long):
        here, there = labels[spots[one]], labels[spots[other]]
        if here != there and Indel.normalized_similarity(long[one], long[other]) >= ALIKE:
            labels[labels == there] = here
    return [int(labels[places[text]]) for text in words]


def _pairs(texts: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Yield the places of texts that are alike if the order of their words does not count.

    Nearly all answers that were written apart are told apart by that, a hundred times faster.
    """
    numbers: dict[tuple[str, int], int] = {}
    columns = []
    for text in texts:
        counts: Counter[str] = Counter()
        for word in text:  # the second “the” is another word than the first
            counts[word] += 1
            columns.append(numbers.setdefault((word, counts[word]), len(numbers)))
    sizes = np.array([len(text) for text in texts])
    starts = np.concatenate([[0], np.cumsum(sizes)])
    shape = (len(texts), len(numbers))
    has = csr_array((np.ones(len(columns), np.float32), columns, starts), shape=shape)
    for start in range(0, len(texts), _ROWS):
        rows = slice(start, start + _ROWS)
        common = (has[rows] @ has[start:].T).toarray()
        enough = 2 * common > ALIKE * (sizes[rows, None] + sizes[start:]) - 1
        for one, other in np.argwhere(np.triu(enough, 1)):
            yield start + one, start + other


def _words(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKC", _IMAGE.sub(" ", text)).casefold()
    return tuple(_WORD.findall(plain)[:MOST_WORDS])


def _write_marks(
    lines: Sequence[tuple[str, str, str]], out: Path
) -> tuple[tuple[Path, ...], tuple[str, ...], Path | None]:
    """Write the table; return those that somebody has begun, their problems, and the one written.

    What was begun is never touched. A new table then holds what is not marked in it.
    """
    unfinished: list[Path] = []
    wrong: list[str] = []
    marked = set()
    path = out / "marks.csv"
    while path.exists() and not _is_untouched(path):
        marks, problems = marking.read_marks(path)
        unfinished.append(path)
        wrong += problems
        marked |= {(mark.question, mark.answer, mark.version) for mark in marks}
        path = out / f"marks-new{'' if len(unfinished) == 1 else f'-{len(unfinished)}'}.csv"
    rest = [line for line in lines if line not in marked]
    if rest or not unfinished:
        writing.replace(path, marking.write_marks(rest))
        return tuple(unfinished), tuple(wrong), path
    return tuple(unfinished), tuple(wrong), None


def _is_untouched(path: Path) -> bool:
    """Whether nobody has entered anything into a table, or added a column to it."""
    rows, problems = writing.rows(path, marking.MARKS, marking.EARLIER)
    written_by_us = {"question", "answer", "version"}
    return not problems and not any(
        name not in marking.MARKS or (value.strip() and name not in written_by_us)
        for _, row in rows
        for name, value in row.items()
        if name or value.strip()
    )
