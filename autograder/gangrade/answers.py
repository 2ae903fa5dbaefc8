"""Write the pages on which people mark written answers: one for each question, without names.

A page holds its styles, its script and its figures; it asks for nothing from elsewhere. What comes
from students reaches it through ``prose`` or escaped, never as HTML.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from gangrade import marking, prose, writing, written
from gangrade.examiner import Autograder, Question
from gangrade.merge import KEY, Known
from gangrade.rubric import Level
from gangrade.submission import Source, Unreadable

ALIKE = 0.8
"""Share of words in common, in their order, from which two answers are nearly the same.

In the tests, copies with some words changed share 86 % and more, answers that were written apart at
most 63 %.
"""
FEWEST_WORDS = 12
"""Shorter answers are right in the same words: they are put together only if they are equal."""
MOST_WORDS = 1000
"""Words of an answer that are compared."""
_ROWS = 256
"""Answers that are compared with all others at once."""
_WORD = re.compile(r"\w+|[-+*/=<>^]")
_LETTERS = "abdefhimoqrtvwxyz"
"""Keys for levels that no digit stands for; the others do something else."""


class NothingToMark(Exception):  # noqa: N818 - read as a sentence in the command line
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
    marks: Path | None
    """The table of what is not marked in those; None if nothing is left."""


def write(
    autograder: Autograder,
    sources: Sequence[Source],
    out: Path,
    progress: Callable[[int], None] = lambda _read: None,
) -> Summary:
    """Write the pages, an index and a table for the marks; ``progress`` is told what is read.

    Raises:
        NothingToMark: if the part has no such questions, or if ``out`` is another part's.
    """
    _check_folder(out, autograder.part)
    questions = [question for question in autograder.questions if question.manual]
    if not questions:
        raise NothingToMark(f"{autograder.part} has no question that a person marks.")
    if not autograder.text("notebook.ipynb"):
        raise NothingToMark(
            f"{autograder.path} was made by an earlier version. Run `gangrade release` again."
        )
    entries: dict[str, list[Entry]] = {question.name: [] for question in questions}
    known: dict[str, dict[str, Known]] = {question.name: {} for question in questions}
    unreadable = {}
    for number, source in enumerate(sources, 1):
        try:
            answers = written.read(source, autograder)
        except Unreadable as error:
            unreadable[source.name] = str(error)
            answers = {}
        for name, answer in answers.items():
            code = marking.code(autograder.secret, autograder.part, name, source.name)
            entries[name].append(Entry(code, answer))
            known[name][code] = Known(source.name, answer.digest, answer.state)
        progress(number)
    lines = []
    for question in questions:
        groups = grouped(entries.pop(question.name))
        lines += [(question.name, e.code, e.answer.digest) for group in groups for e in group]
        writing.replace(out / f"{question.name}.html", _page(autograder, question, groups))
    key = {
        "part": autograder.part,
        "questions": {
            name: {code: asdict(entry) for code, entry in sorted(codes.items())}
            for name, codes in known.items()
        },
    }
    writing.replace(out / KEY, json.dumps(key, indent=1) + "\n")
    begun, marks = _write_marks(lines, out)
    states = {
        name: Counter(entry.state for entry in codes.values()) for name, codes in known.items()
    }
    summary = Summary(out / "index.html", out / KEY, states, unreadable, begun, marks)
    template = writing.templates.get_template("answers/index.html")
    page = template.render(
        part=autograder.part,
        summary=summary,
        count=len(sources),
        **writing.assets("answers/answers.css"),
    )
    writing.replace(summary.index, page)
    return summary


def _check_folder(out: Path, part: str) -> None:
    try:
        other = json.loads((out / KEY).read_text(encoding="utf-8"))["part"]
    except (OSError, ValueError, KeyError, TypeError):
        return  # nothing that anybody could need
    if other != part:
        raise NothingToMark(f"{out} holds answers to {other}. Choose another folder.")


def _page(autograder: Autograder, question: Question, groups: Sequence[Sequence[Entry]]) -> str:
    secret, part, name = autograder.secret, autograder.part, question.name
    levels = question.rubric or (Level(question.points, ""), Level(0, ""))
    keys = list(_keys(levels))
    data = {
        "question": name,
        # Of a course, a part and a question: where the browser keeps the marks.
        "key": f"gangrade {part} {name} {marking.code(secret, part, name, '')}",
        "possible": question.points,
        "levels": {key: level.points for key, level in keys if key},
        "columns": marking.MARKS,
    }
    return writing.templates.get_template("answers/question.html").render(
        part=part,
        question=question,
        levels=keys,
        groups=groups,
        count=sum(map(len, groups)),
        most=marking.MAX_COMMENT,
        prose=prose.render,
        picture=prose.picture,
        data=writing.in_script(data),
        **writing.assets("answers/answers.css", "answers/answers.js"),
    )


def _keys(levels: Sequence[Level]) -> Iterator[tuple[str, Level]]:
    """Yield levels with the keys that give them: the digit that says the points, or a letter."""
    letters = iter(_LETTERS)
    for level in levels:
        digit = level.points in range(10)
        yield writing.points(level.points) if digit else next(letters, ""), level


# --- which answers are shown together --------------------------------------------------------


def grouped(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Return the answers by their codes, those that are nearly the same together.

    Those to which nobody wrote anything are together at the end.
    """
    entries = sorted(entries, key=lambda entry: entry.code)
    given = [entry for entry in entries if entry.answer.state == "given"]
    groups: dict[int, list[Entry]] = defaultdict(list)
    for label, entry in zip(alike([e.answer.text for e in given]), given, strict=True):
        groups[label].append(entry)
    nothing = [entry for entry in entries if entry.answer.state != "given"]
    return [*groups.values(), *([nothing] if nothing else [])]


def alike(texts: Sequence[str]) -> list[int]:
    """Return a number for each text; texts that are nearly the same have the same one.

    A chain of such texts counts as a whole.
    """
    # A text without words, such as a picture alone, is like no other.
    words = [_words(text) or (f"\0{number}",) for number, text in enumerate(texts)]
    places = {text: place for place, text in enumerate(dict.fromkeys(words))}
    long = [text for text in places if len(text) >= FEWEST_WORDS]
    pairs = [(0, 0)] if places else []
    for start in range(0, len(long), _ROWS):
        scores = process.cdist(
            long[start : start + _ROWS],
            long[start:],
            scorer=Indel.normalized_similarity,
            score_cutoff=ALIKE,
            dtype=np.float32,
        )
        pairs += [
            (places[long[start + one]], places[long[start + other]])
            for one, other in np.argwhere(scores)
        ]
    if not pairs:
        return []
    links = np.transpose(pairs)
    graph = coo_array((np.ones(len(pairs)), tuple(links)), shape=(len(places), len(places)))
    _, labels = connected_components(graph, directed=False)
    return [int(labels[places[text]]) for text in words]


def _words(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return tuple(_WORD.findall(plain)[:MOST_WORDS])


# --- the table for the marks -----------------------------------------------------------------


def _write_marks(
    lines: Sequence[tuple[str, str, str]], out: Path
) -> tuple[tuple[Path, ...], Path | None]:
    """Write the table; return those that somebody has begun to fill in, and the one written.

    What was begun is never touched. A new table then holds what is not marked in it.
    """
    begun: list[Path] = []
    marked = set()
    path = out / "marks.csv"
    while path.exists():
        marks, problems = marking.read_marks(path)
        if not marks and not problems:
            break
        begun.append(path)
        marked |= {(mark.question, mark.answer, mark.version) for mark in marks}
        path = out / f"marks-new{'' if len(begun) == 1 else f'-{len(begun)}'}.csv"
    left = [line for line in lines if line not in marked]
    if left or not begun:
        writing.replace(path, marking.write_marks(left))
        return tuple(begun), path
    return tuple(begun), None
