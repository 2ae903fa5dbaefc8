"""What a question's text promises, sentence by sentence: what it demands, and what it permits.

``assignment/<part>.promises.toml`` holds a row for each sentence of the text of each question that
a machine marks. What a sentence demands is decided by a test, and a mutant breaks just that; what
it permits is used by a variant; what it says that the student's functions are given is what tests
give them. A sentence that does nothing of this explains something.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gangrade import writing
from gangrade.corpus.baseline import Entry
from gangrade.errors import InputError

KINDS = ("demand", "permission", "given", "explanation")
FIELDS = {
    "id": str,
    "kind": str,
    "sentence": str,
    "tests": list,
    "mutants": list,
    "variants": list,
    "note": str,
}


class PromisesError(InputError):
    """A file of promises cannot be read. The message says why."""


@dataclass(frozen=True)
class Promise:
    """One sentence of a question's text."""

    id: str
    """The question's name, a stroke, and a name of its own."""
    kind: str
    """One of ``KINDS``."""
    sentence: str
    """As ``sentences`` gives it."""
    tests: tuple[str, ...] = ()
    """The test functions that decide a demand."""
    mutants: tuple[str, ...] = ()
    """Which break it, and nothing else if possible: names of files without ``.py``."""
    variants: tuple[str, ...] = ()
    """Which use a permission."""
    note: str = ""
    """What a reader should know, for example who else decides a demand."""

    @property
    def question(self) -> str:
        """The name of its question."""
        return self.id.split("/")[0]


def read(path: Path) -> list[Promise]:
    """Return the promises of a part in their order.

    Raises:
        PromisesError: if the file is missing or malformed.
    """
    if not path.exists():
        raise PromisesError(f"{path} is missing: it has a row for each sentence.")
    try:
        rows = tomllib.loads(writing.read_text(path)).get("promise", [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ValueError("rows begin with a line [[promise]]")
        return [_promise(row) for row in rows]
    except ValueError as error:
        raise PromisesError(f"{path}: {error}") from None


def _promise(row: Mapping[str, Any]) -> Promise:
    if unknown := row.keys() - FIELDS.keys():
        raise ValueError(f"a row has unknown keys: {', '.join(sorted(unknown))}")
    if missing := {"id", "kind", "sentence"} - row.keys():
        raise ValueError(f"a row lacks {', '.join(sorted(missing))}: {dict(row)}")
    for name, value in row.items():
        if not isinstance(value, FIELDS[name]):
            raise ValueError(f"{row['id']}: {name} is not a {FIELDS[name].__name__}")
    if row["kind"] not in KINDS:
        raise ValueError(f"{row['id']}: kind is one of {', '.join(KINDS)}")
    return Promise(
        id=row["id"],
        kind=row["kind"],
        sentence=row["sentence"],
        tests=tuple(row.get("tests", ())),
        mutants=tuple(row.get("mutants", ())),
        variants=tuple(row.get("variants", ())),
        note=row.get("note", ""),
    )


_CODE = re.compile(r"`[^`]*`|\$[^$]*\$")
_END = re.compile(r"(?<=[.!?:;])[*)\"”]{0,2}\s+(?=[*(\"“]{0,2}[A-Z`0-9<])")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+\.)\s+", re.MULTILINE)
_NO_TEXT = re.compile(r"^```.*?^```$|<!--.*?-->", re.MULTILINE | re.DOTALL)
"""Blocks of code, and comments, which a release replaces."""
_RULE = re.compile(r"^\s*\|[\s|:-]+\|\s*$")


def sentences(markdown: str) -> list[str]:
    """Return the sentences of a text: paragraphs, items and rows of tables are cut at full stops.

    Headings, blocks of code and comments are left out; what lies in `code` is not cut.

    >>> sentences("### Question\\n\\nOne. Two `a. B` is\\nlong.\\n\\n- three\\n- four; Five")
    ['One.', 'Two `a. B` is long.', 'three', 'four;', 'Five']
    """
    found = []
    for block in _blocks(markdown):
        text = " ".join(block.split())
        codes = [match.span() for match in _CODE.finditer(text)]
        cuts = [match.end() for match in _END.finditer(text)]
        cuts = [cut for cut in cuts if not any(start < cut < end for start, end in codes)]
        ends = [*cuts, len(text)]
        found += [text[start:end].strip() for start, end in zip([0, *cuts], ends, strict=True)]
    return [sentence for sentence in found if sentence]


def _blocks(markdown: str) -> list[str]:
    blocks: list[list[str]] = [[]]
    for line in _NO_TEXT.sub("", markdown).splitlines():
        if not line.strip() or line.startswith("#") or _RULE.match(line):
            blocks.append([])
        elif line.lstrip().startswith("|"):
            blocks += [[line.strip().strip("|")], []]
        elif _ITEM.match(line):
            blocks.append([_ITEM.sub("", line)])
        else:
            blocks[-1].append(line)
    return [" ".join(lines) for lines in blocks if lines]


@dataclass(frozen=True)
class Test:
    """A test of a question."""

    __test__ = False  # not a pytest class

    title: str
    """The first line of its docstring, as results and records have it."""
    hidden: bool


@dataclass(frozen=True)
class Known:
    """What a row may name, of one question."""

    text: str
    """What students read, in Markdown."""
    tests: Mapping[str, Test] = field(default_factory=dict)
    """By the function's name."""
    mutants: frozenset[str] = frozenset()
    variants: frozenset[str] = frozenset()


def problems(promises: Sequence[Promise], questions: Mapping[str, Known]) -> list[str]:
    """Return what is wrong with the promises of a part, one sentence each: nothing, if complete."""
    found = []
    ids = [promise.id for promise in promises]
    found += [
        f"{name}: two rows have this id" for name in sorted({i for i in ids if ids.count(i) > 1})
    ]
    for name, known in questions.items():
        own = [promise for promise in promises if promise.question == name]
        rows = [promise.sentence for promise in own]
        text = sentences(known.text)
        found += [f"{name}: no row for the sentence: {s}" for s in text if s not in rows]
        found += [
            f"{p.id}: the text has no such sentence: {p.sentence}"
            for p in own
            if p.sentence not in text
        ]
        for promise in own:
            found += _problems(promise, known)
    found += [f"{p.id}: there is no such question" for p in promises if p.question not in questions]
    return found


def _problems(promise: Promise, known: Known) -> list[str]:
    found = []
    for kind, names, there in (
        ("test", promise.tests, {*known.tests}),
        ("mutant", promise.mutants, known.mutants),
        ("variant", promise.variants, known.variants),
    ):
        found += [f"{promise.id}: there is no {kind} {name}" for name in names if name not in there]
    if promise.kind == "demand" and not (promise.tests and promise.mutants) and not promise.note:
        found.append(f"{promise.id}: a demand needs tests and mutants, or a note that says why not")
    if promise.kind == "permission" and not promise.variants:
        found.append(f"{promise.id}: a permission needs a variant that uses it")
    if promise.kind == "explanation" and (promise.tests or promise.mutants or promise.variants):
        found.append(f"{promise.id}: what is tested or used is a demand or a permission")
    return found


def not_caught(
    promises: Sequence[Promise], questions: Mapping[str, Known], record: Mapping[str, Entry]
) -> list[str]:
    """Return which mutants of a row pass all of its tests, as the record of an audit says.

    Mutants that are not in the record are left out.
    """
    found = []
    for promise in promises:
        tests = questions[promise.question].tests
        titles = {tests[name].title for name in promise.tests}
        for mutant in promise.mutants:
            entry = record.get(f"mutants/{promise.question}/{mutant}")
            if entry is not None and not titles & {*entry.failed.get(promise.question, ())}:
                found.append(f"{promise.id}: {mutant} passes {', '.join(promise.tests)}")
    return found


def page(parts: Mapping[str, tuple[Sequence[Promise], Mapping[str, Known]]]) -> str:
    """Return the page of all parts, in Markdown."""
    lines = [
        "# What each question promises",
        "",
        "*`gangrade promises` writes this page from `assignment/<part>.promises.toml`.*",
        "",
        "A sentence that demands something stands beside the tests that decide it (in *italics* "
        "the hidden ones) and mutants that break just that; one that permits something beside "
        "variants that use it. What is *given* to a student's function is checked in all tests at "
        "once, by `tests/parts/test_promises_kept.py`. Sentences that only explain are left out.",
    ]
    for part, (promises, questions) in parts.items():
        lines += ["", f"## `{part}`"]
        for name, known in questions.items():
            rows = [p for p in promises if p.question == name and p.kind != "explanation"]
            lines += ["", f"### `{name}`", "", "| sentence | kind | tests | mutants, variants |"]
            lines += ["| --- | --- | --- | --- |", *(_row(promise, known) for promise in rows)]
    return "\n".join(lines) + "\n"


def _row(promise: Promise, known: Known) -> str:
    tests = [f"*{name}*" if known.tests[name].hidden else name for name in promise.tests]
    cases = ", ".join([*promise.mutants, *promise.variants])
    noted = " ".join(filter(None, [cases, promise.note and f"({promise.note})"]))
    cells = [promise.sentence, promise.kind, ", ".join(tests), noted]
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
