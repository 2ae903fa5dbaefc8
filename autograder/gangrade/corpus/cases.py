"""The corpus: submissions made by changing definitions of the solution notebook.

A file under ``solutions/`` has a docstring that says what it is and why it must pass or fail. The
functions and classes below it replace the solution's. Lines of the docstring say more:

``Change: old -> new`` puts ``new`` in the place of ``old``, which stands once in what the question
defines; ``Change NAME: old -> new`` looks into the definition of that name only. What takes more
than one line stands below the arrow, indented. With nothing behind the arrow, ``old`` goes.

``With: NAME`` puts the code of ``solutions/PART/shared/NAME.py`` before the file's own.

``Message: …``, which a mutant needs, has words that must stand in a message of its failing
question. ``Mistake: specification`` says that it breaks what the text states plainly, such as a
type, a shape, an argument or a source of randomness, so that public tests should tell;
``Mistake: understanding`` that it takes the subject to see it, which hidden tests keep.
``May lose: …`` names questions that a variant, though right for its own, is too weak for.
``Breaks: …`` names what does not fit together in a mutant's training (``limits`` of its method):
calibration sets these limits by it.
"""

from __future__ import annotations

import ast
import functools
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gangrade import writing
from gangrade.errors import InputError
from gangrade.intake.find import Source
from gangrade.intake.submission import Cell, Submission, read
from gangrade.part.course import Course
from gangrade.syntax import parse

_HELPERS = 0
"""The number of a cell for what replaces nothing, until its place is known."""


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
    mistake: str | None = None
    """Of a mutant: specification or understanding."""
    may_lose: frozenset[str] = frozenset()
    """Other questions that a variant is too weak for, with luck or without."""
    breaks: frozenset[str] = frozenset()
    """What does not fit together in its training, by the names of its method's ``limits``."""
    defines: frozenset[str] = frozenset()
    """The functions and classes that are not the solution's, and those of its question that use
    them."""
    asked: tuple[str, ...] | None = None
    """The questions to grade, where they are not all that it may change."""


class CorpusError(InputError):
    """A file of the corpus cannot be used. The message names it and says what to do."""


def read_cases(course: Course, part: str, questions: Sequence[str]) -> list[Case]:
    """Return all cases of a part, whose automatic questions are ``questions``.

    Raises:
        CorpusError: if a file cannot be swapped into the solution.
    """
    corpus = [*read_solution_and_blank(course, part, questions)]
    solution = corpus[0].submission
    for kind, folder in (("variant", course.variants(part)), ("mutant", course.mutants(part))):
        for question in questions:
            paths = sorted((folder / question).glob("*.py"))
            corpus += [_case(path, kind, question, solution=solution) for path in paths]
    return corpus


def read_mistakes(course: Course, part: str, questions: Sequence[str]) -> dict[str, str | None]:
    """Return what kind of mistake each mutant says it is, by its name; a release is not needed.

    Raises:
        CorpusError: if a file cannot be read as Python, or has no docstring.
    """
    return {
        f"mutants/{question}/{path.stem}": _mistake(_read(path)[1])
        for question in questions
        for path in sorted((course.mutants(part) / question).glob("*.py"))
    }


def _mistake(about: str) -> str | None:
    found = re.search(r"^Mistake: (specification|understanding)$", about, re.MULTILINE)
    return found[1] if found else None


def read_solution_and_blank(
    course: Course, part: str, questions: Sequence[str]
) -> tuple[Case, Case]:
    """Return the two cases that the release makes."""
    solution = read(Source("solution", course.solution_notebook(part)), part, questions)
    blank = read(Source("blank", course.student_notebook(part)), part, questions)
    return (
        Case("solution", "solution", None, submission=solution),
        Case("blank", "blank", None, submission=blank),
    )


@dataclass(frozen=True)
class Change:
    """Put ``new`` in the place of ``old`` in the solution."""

    old: str
    new: str
    question: str
    name: str | None = None
    """The function, method or class that holds ``old``; by default all of the question's."""


def _case(path: Path, kind: str, question: str, solution: Submission) -> Case:
    source, about = read_with_shared(path, path.parents[2] / "shared")
    message = re.search(r"^Message: (.+)$", about, re.MULTILINE)
    may_lose = re.search(r"^May lose: (.+)$", about, re.MULTILINE)
    breaks = re.search(r"^Breaks: (.+)$", about, re.MULTILINE)
    if kind == "mutant" and not message:
        raise CorpusError(f"{path}: the docstring needs a line `Message: …`.")
    name = f"{kind}s/{question}/{path.stem}"
    submission = swap(solution, source, name, changes=_changes(about, question, path))
    return Case(
        name=name,
        kind=kind,
        question=question,
        submission=submission,
        about=about.splitlines()[0],
        message=message.group(1).strip() if message else None,
        mistake=_mistake(about),
        may_lose=frozenset(re.findall(r"\w+", may_lose.group(1))) if may_lose else frozenset(),
        breaks=frozenset(re.findall(r"\w+", breaks.group(1))) if breaks else frozenset(),
        defines=frozenset(changed(submission, solution, question)),
    )


def read_with_shared(path: Path, shared: Path) -> tuple[str, str]:
    """Return the text of a file of the corpus, and its docstring.

    A line ``With: NAME`` in this puts the text of ``NAME.py`` in ``shared`` in front.

    Raises:
        CorpusError: if it cannot be read or has no docstring, or what it shares is not there.
    """
    source, about = _read(path)
    sharing = re.search(r"^With: (\w+)$", about, re.MULTILINE)
    if sharing:
        source = f"{read_with_shared(shared / f'{sharing[1]}.py', shared)[0]}\n{source}"
    return source, about


def _read(path: Path) -> tuple[str, str]:
    """Return the text of a file of the corpus, and its docstring."""
    if not path.exists():
        raise CorpusError(f"There is no {path}, which a line `With: …` names.")
    try:
        source = writing.read_text(path)
        about = ast.get_docstring(parse(source))
    except SyntaxError as error:
        raise CorpusError(f"{path}: line {error.lineno}: {error.msg}") from None
    if not about:
        raise CorpusError(f"{path} needs a docstring that says what it is and why.")
    return source, about


def _changes(about: str, question: str, path: Path) -> list[Change]:
    changes = []
    for name, text in re.findall(r"^Change(?: (\w+))?: (.+(?:\n+ +.+)*)", about, re.MULTILINE):
        old, *new = re.split(r"\s+->", text, maxsplit=1)
        if not new:
            raise CorpusError(f"{path}: write `Change: old -> new`, not `Change: {text}`.")
        changes.append(Change(old, textwrap.dedent(new[0]).strip(), question, name=name or None))
    return changes


def swap(
    solution: Submission, source: str, name: str, changes: Sequence[Change] = ()
) -> Submission:
    """Return the solution with ``changes``, and the definitions in ``source`` for its own.

    Everything else in ``source``, for example imports and helpers, goes before the first definition
    that is another now.

    Raises:
        CorpusError: if nothing is replaced, or a change has not exactly one place.
    """
    cells = {_HELPERS: ""} | {cell.number: cell.source for cell in solution.cells}
    numbers: set[int] = set()
    for node in parse(source).body:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # the docstring
        text = _text(source, node)
        number = None
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            number = _replace(cells, node.name, text)
        if number is None:
            cells[_HELPERS] += f"{text}\n\n"
        else:
            numbers.add(number)
    for change in changes:
        numbers.add(_change(cells, change, name))
    helpers = cells.pop(_HELPERS)
    numbers.discard(_HELPERS)
    if not numbers:
        raise CorpusError(f"{name} replaces nothing in the solution notebook.")
    first = min(numbers)
    cells[first] = helpers + cells[first]
    return Submission(name, tuple(Cell(number, text) for number, text in cells.items()))


def with_code(
    solution: Submission, source: str, question: str, name: str
) -> tuple[Submission, set[str]]:
    """Return the solution with ``source`` for what it sets, and the names that this reaches.

    In contrast to ``swap``, names may be set in any way, by a lambda for example.

    Raises:
        CorpusError: if the solution defines none of these names.
    """
    names = {
        target.id if isinstance(target, ast.Name) else getattr(target, "name", "")
        for node in parse(source).body
        for target in (node.targets if isinstance(node, ast.Assign) else [node])
    }
    cells = {cell.number: cell.source for cell in solution.cells}
    first, reached = None, set[str]()
    for number in own_cells(question, cells):
        for text, defined in definitions(cells[number]).items():
            if defined in names:
                cells[number] = cells[number].replace(text, "")
                reached.add(defined)
                first = number if first is None else first
    if first is None:
        raise CorpusError(f"{name} replaces nothing in the solution notebook.")
    for number in own_cells(question, cells):
        for node in _definitions(cells[number]):
            if reached & {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}:
                reached.add(node.name)
    cells[first] = f"{cells[first]}\n\n{source}"
    return Submission(name, tuple(Cell(number, text) for number, text in cells.items())), reached


def _replace(cells: dict[int, str], name: str, text: str) -> int | None:
    """Put ``text`` in the place of the last definition of ``name``; return its cell's number."""
    for number, source in reversed(cells.items()):
        for node in _definitions(source):
            if node.name == name:
                cells[number] = source.replace(_text(source, node), text)
                return number
    return None


def _change(cells: dict[int, str], change: Change, name: str) -> int:
    """Make the change; return its cell's number."""
    places = [
        (number, line, match.start())
        for number in (cells if change.name else {_HELPERS, *own_cells(change.question, cells)})
        for node in _definitions(cells[number], change.name)
        for line in range(_first_line(node) - 1, node.end_lineno or 0)
        for match in re.finditer(re.escape(change.old), cells[number].split("\n")[line])
    ]
    if len(places) != 1:
        where = change.name or f"the definitions of {change.question}"
        raise CorpusError(
            f"{name}: `{change.old}` stands {len(places)} times in {where} of the solution. A line "
            "`Change: old -> new` needs a text that stands there once, within a line; "
            "`Change NAME: old -> new` looks into one definition only."
        )
    [(number, line, start)] = places
    lines = cells[number].split("\n")
    before, after = lines[line][:start], lines[line][start + len(change.old) :]
    indent = before[: len(before) - len(before.lstrip())]
    text = before + change.new.replace("\n", f"\n{indent}") + after
    lines[line : line + 1] = [text] if text.strip() else []
    cells[number] = "\n".join(lines)
    try:
        parse(cells[number])
    except SyntaxError as error:
        raise CorpusError(f"{name}: with `{change.new}` for `{change.old}`: {error.msg}.") from None
    return number


def own_cells(question: str, cells: Mapping[int, str]) -> list[int]:
    """Return the numbers of the cells between the check of the question before and its own."""
    numbers: list[int] = []
    for number, source in cells.items():
        if f'grader.check("{question}")' in source:
            break
        numbers = [] if "grader.check(" in source else [*numbers, number]
    return numbers


def changed(submission: Submission, solution: Submission, question: str) -> set[str]:
    """Return the names of what is not as in the solution, and what of the question uses it."""
    before = {cell.number: cell.source for cell in solution.cells}
    cells = {cell.number: cell.source for cell in submission.cells}
    names: set[str] = set()
    for number, source in cells.items():
        same = {_text(before[number], node) for node in _definitions(before[number])}
        names |= {node.name for node in _definitions(source) if _text(source, node) not in same}
    for number in own_cells(question, cells):
        for node in _definitions(cells[number]):
            if names & {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}:
                names.add(node.name)
    return names


def definitions(source: str) -> dict[str, str]:
    """Return the names of a cell's functions and classes, by their text."""
    return {_text(source, node): node.name for node in _definitions(source)}


def _definitions(source: str, name: str | None = None) -> list[ast.FunctionDef | ast.ClassDef]:
    """Return a cell's functions and classes; with ``name``, all of that name, methods too."""
    tree = _parsed(source)
    nodes: Iterable[ast.AST] = ast.walk(tree) if name else tree.body
    return [
        node
        for node in nodes
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and name in (None, node.name)
    ]


@functools.lru_cache(maxsize=1000)
def _parsed(source: str) -> ast.Module:
    """Return a cell's tree, to be read only; a cell with magics defines nothing of ours."""
    try:
        return parse(source)
    except SyntaxError:
        return ast.Module([], [])


def _text(source: str, node: ast.stmt) -> str:
    return "\n".join(source.splitlines()[_first_line(node) - 1 : node.end_lineno])


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *[decorator.lineno for decorator in decorators]])
