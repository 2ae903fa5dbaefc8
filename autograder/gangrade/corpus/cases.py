"""The corpus: submissions made by swapping a file's definitions into the solution notebook.

A file under ``solutions/`` holds the replaced functions and classes, and a docstring that says what
it is and why it must pass or fail. A mutant's docstring also has a line ``Message: …`` with words
that must stand in a message of its failing question. A variant that is right for its own question,
but too weak to train well in others, names these in a line ``May lose: …``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gangrade.errors import InputError
from gangrade.intake.find import Source
from gangrade.intake.submission import Cell, Submission, read
from gangrade.part.course import Course


@dataclass(frozen=True)
class Case:
    """One submission of the corpus and what is expected of it."""

    name: str
    kind: str
    """solution, blank, variant or mutant."""
    question: str | None
    """The question whose definitions it replaces."""
    submission: Submission
    about: str = ""
    """The docstring's first line."""
    message: str | None = None
    """Words that must stand in a failing message of its question."""
    may_lose: frozenset[str] = frozenset()
    """Other questions that a variant is too weak for, with luck or without."""
    defines: frozenset[str] = frozenset()
    """The functions and classes that its file defines."""


class CorpusError(InputError):
    """A file of the corpus cannot be used. The message names it and says what to do."""


def cases(course: Course, part: str, questions: Sequence[str]) -> list[Case]:
    """Return all cases of a part, whose automatic questions are ``questions``.

    Raises:
        CorpusError: if a file cannot be swapped into the solution.
    """
    solution = read(Source("solution", course.solution_notebook(part)), part, questions)
    blank = read(Source("blank", course.student_notebook(part)), part, questions)
    found = [
        Case("solution", "solution", None, submission=solution),
        Case("blank", "blank", None, submission=blank),
    ]
    for kind, folder in (("variant", course.variants(part)), ("mutant", course.mutants(part))):
        for question in questions:
            paths = sorted((folder / question).glob("*.py"))
            found += [_case(path, kind, question, solution=solution) for path in paths]
    return found


def _case(path: Path, kind: str, question: str, solution: Submission) -> Case:
    source = path.read_text(encoding="utf-8")
    name = f"{kind}s/{question}/{path.stem}"
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise CorpusError(f"{path}: line {error.lineno}: {error.msg}") from None
    about = ast.get_docstring(tree) or ""
    message = re.search(r"^Message: (.+)$", about, re.MULTILINE)
    may_lose = re.search(r"^May lose: (.+)$", about, re.MULTILINE)
    if not about:
        raise CorpusError(f"{path} needs a docstring that says what it is and why.")
    if kind == "mutant" and not message:
        raise CorpusError(f"{path}: the docstring needs a line `Message: …`.")
    return Case(
        name=name,
        kind=kind,
        question=question,
        submission=swap(solution, source, name),
        about=about.splitlines()[0],
        message=message.group(1).strip() if message else None,
        may_lose=frozenset(re.findall(r"\w+", may_lose.group(1))) if may_lose else frozenset(),
        defines=frozenset(
            node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        ),
    )


def swap(solution: Submission, source: str, name: str) -> Submission:
    """Return the solution with the definitions in ``source`` in the place of its own.

    Everything else in ``source``, for example imports and helpers, goes before the first of them.

    Raises:
        CorpusError: if ``source`` defines nothing that the solution defines.
    """
    cells = {cell.number: cell.source for cell in solution.cells}
    helpers: list[str] = []
    first: int | None = None
    for node in ast.parse(source).body:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # the docstring
        text = _text(source, node)
        number = None
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            number = _replace(cells, node.name, text)
        if number is None:
            helpers.append(text)
        elif first is None or number < first:
            first = number
    if first is None:
        raise CorpusError(f"{name} replaces nothing in the solution notebook.")
    cells[first] = "\n\n".join([*helpers, cells[first]])
    return Submission(name, tuple(Cell(number, text) for number, text in cells.items()))


def _text(source: str, node: ast.stmt) -> str:
    decorators = getattr(node, "decorator_list", [])
    start = min([node.lineno, *[d.lineno for d in decorators]])
    return "\n".join(source.splitlines()[start - 1 : node.end_lineno])


def _replace(cells: dict[int, str], name: str, text: str) -> int | None:
    """Put ``text`` in the place of the last definition of ``name``; return its cell's number."""
    for number, source in reversed(cells.items()):
        try:
            body = ast.parse(source).body
        except SyntaxError:  # a cell with magics defines nothing of ours
            continue
        for node in body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name == name:
                cells[number] = source.replace(_text(source, node), text)
                return number
    return None
