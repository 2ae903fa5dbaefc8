"""What each case of a part got when it was last graded: ``solutions/<part>/audit.jsonl``.

A line holds a case's marks, the tests that it failed, and two hashes: of all that is its own
questions' and decides them, and of the machinery that grades every case. So an audit can tell what
has to be graded again, and what only has to be sampled. Only rows that were graded, and were as
expected, are in it.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import gankit

from gangrade import writing
from gangrade.intake.submission import Submission
from gangrade.part.part import Autograder, Question
from gangrade.results import versions
from gangrade.syntax import parse


@dataclass(frozen=True)
class Entry:
    """One case as it was graded."""

    case: str
    key: str
    """A hash of all that decides its marks, but for the machinery."""
    marks: dict[str, float]
    """By question, of those that the case may change."""
    failed: dict[str, list[str]]
    """By question that has any: the titles of the tests that it failed."""
    machinery: str = ""
    """A hash of the deciding modules and packages that it was graded by."""

    def differences(self, other: Entry, trained: Iterable[str] = ()) -> list[str]:
        """Return what another grading gave in place of this one: other marks, or other reasons.

        Which tests of several fail may hang on draws and on a machine's rounding, so a question is
        lost for another reason only if none of the tests fails that failed before. Of ``trained``
        questions only the marks are compared: which test fails is chance.
        """
        return [
            f"{name} got {other.marks.get(name)} points and failed {other.failed.get(name, [])}; "
            f"the record says {self.marks.get(name)} and {self.failed.get(name, [])}"
            for name in {**self.marks, **other.marks}
            if self.marks.get(name) != other.marks.get(name)
            or (name not in trained and self._other_reason(name, other))
        ]

    def _other_reason(self, name: str, other: Entry) -> bool:
        before, now = {*self.failed.get(name, ())}, {*other.failed.get(name, ())}
        return before != now and not before & now


class Baseline:
    """The entries of a part, by case."""

    def __init__(self, path: Path):
        """Read them; there are none if there is no such file."""
        self._path = path
        entries = [Entry(**line) for line in writing.read_lines(path)]
        self.entries = {entry.case: entry for entry in entries}

    def forget_all_but(self, cases: Collection[str]) -> None:
        """Leave out the cases that there are no longer, when next something is written."""
        self.entries = {case: entry for case, entry in self.entries.items() if case in cases}

    def changed(self, keys: Mapping[str, str]) -> set[str]:
        """Return the cases of ``keys`` that were not graded since what decides their marks is so.

        ``keys`` are their hashes by name.
        """
        known = {case: entry.key for case, entry in self.entries.items()}
        return {case for case, key in keys.items() if known.get(case) != key}

    def outdated(self, keys: Mapping[str, str]) -> set[str]:
        """Return the other cases of ``keys`` that were graded by other machinery than this."""
        unchanged = {*keys} - self.changed(keys)
        return {case for case in unchanged if self.entries[case].machinery != machinery()}

    def keep(self, case: str, entry: Entry | None) -> None:
        """Write what a case got now, in the place of what it got before; None forgets it."""
        self.entries.pop(case, None)
        if entry is not None:
            self.entries[case] = entry
        entries = (asdict(self.entries[name]) for name in sorted(self.entries))
        lines = (json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
        writing.replace(self._path, "".join(lines), mode=0o644)


# --- what decides marks --------------------------------------------------------------------------


def key(
    autograder: Autograder,
    questions: Sequence[Question],
    submission: Submission,
    expected: Sequence[str],
    *,
    tests: Collection[str] | None = None,
) -> str:
    """Return a hash of what of these questions' own decides what a submission gets for them.

    These are their tests, settings and calibration and those of the questions that they build on,
    the code that all these lead to (of the notebook, gankit, the verdicts and the subjects), and
    what is ``expected``. The machinery, secret, machine and time are not in it. If ``tests`` are
    named by their titles, only these count.
    """
    by_name = {question.name: question for question in autograder.automatic}
    asked = {question.name for question in questions}
    while more := {name for question in asked for name in by_name[question].needs} - asked:
        asked |= more
    decides: list[object] = [*expected]
    names = set(_common_names())
    for name in sorted(asked):
        question, text = by_name[name], autograder.text(f"tests/{name}.py")
        if tests is not None:
            text = _with_tests(text, tests)
        decides += [name, question.points, question.seconds, question.needs, text]
        decides += ["by test"] if question.by_test else []
        decides.append(autograder.text(f"calibration/{name}.json"))
        names |= {*question.functions}.union(*(piece.names for piece in _pieces(text)))
        if (training := question.training) is not None:
            decides += [training.settings, autograder.text(f"subjects/{training.subject}.py")]
            names |= {type(training.about).__name__, "METHODS"}
    cells = [piece for cell in submission.cells for piece in _pieces(cell.source)]
    reached = _reached(names, [*_library(), *cells])
    decides += [*reached, *_data("\n".join(reached))]
    return hashlib.sha256(json.dumps(decides).encode()).hexdigest()[:16]


def _with_tests(source: str, titles: Collection[str]) -> str:
    """Return the code of a question's tests without those of other titles."""
    lines, kept = source.splitlines(), []
    for node in parse(source).body:
        about = ast.get_docstring(node) if isinstance(node, ast.FunctionDef) else None
        if about is None or about.splitlines()[0] in titles:
            first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
            kept += lines[first - 1 : node.end_lineno]
    return "\n".join(kept)


@dataclass(frozen=True)
class _Piece:
    """A statement at the top of a module or cell."""

    source: str
    defines: frozenset[str]
    """Nothing, if it does something else; then it always counts."""
    names: frozenset[str]
    """What it may refer to: all names, attributes, and texts that could be names."""


@functools.cache
def _pieces(source: str) -> tuple[_Piece, ...]:
    try:
        body = parse(source).body
    except SyntaxError:  # a cell with magics
        return (_Piece(source, frozenset(), frozenset()),)
    lines, end, pieces = source.splitlines(), 0, []
    for node in body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            defines = {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            defines = {node.name}
        elif isinstance(node, ast.Assign) and all(isinstance(t, ast.Name) for t in node.targets):
            defines = {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            defines = {node.target.id}
        else:
            defines = set()
        text = "\n".join(lines[end : node.end_lineno])  # decorators lie before a node's own line
        end = node.end_lineno or end
        pieces.append(_Piece(text, frozenset(defines), frozenset(_names(node))))
    return tuple(pieces)


def _names(node: ast.AST) -> Iterable[str]:
    for inner in ast.walk(node):
        match inner:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield name
            case ast.alias(name=name, asname=str()):
                yield name
            case ast.Constant(value=str(name)) if name.isidentifier():
                yield name


def _reached(names: set[str], pieces: Sequence[_Piece]) -> list[str]:
    """Return the pieces that ``names`` lead to, and those that define nothing, in their order."""
    used: set[int] = set()
    while True:
        new = [
            number
            for number, piece in enumerate(pieces)
            if number not in used and (not piece.defines or piece.defines & names)
        ]
        if not new:
            return [pieces[number].source for number in sorted(used)]
        used.update(new)
        names = names.union(*(pieces[number].names for number in new))


FINE = ("subjects", "verdicts")
"""Deciding packages of which only what a question leads to counts. The rest is in every way."""


@functools.cache
def _library() -> tuple[_Piece, ...]:
    """Return the pieces of gankit and of the ``FINE`` packages; their ``__init__`` define none."""
    files = [path for path in versions.deciding() if path.parent.name in FINE]
    files += sorted(Path(gankit.__file__).parent.rglob("*.py"))
    return tuple(
        piece
        for path in files
        if path.name != "__init__.py"
        for piece in _pieces(path.read_text(encoding="utf-8"))
    )


def _common_files() -> list[Path]:
    return [path for path in versions.deciding() if path.parent.name not in FINE]


@functools.cache
def _common_names() -> frozenset[str]:
    """Return what the files in every way import of gankit and of the verdicts."""
    imports = [
        node
        for path in _common_files()
        for node in ast.walk(parse(path.read_bytes()))
        if isinstance(node, ast.ImportFrom)
    ]
    start = ("gankit.", "gangrade.verdicts.")
    return frozenset(a.name for i in imports if f"{i.module}.".startswith(start) for a in i.names)


@functools.cache
def machinery() -> str:
    """Return a hash of what is in the way of every question: deciding modules, and packages."""
    content = [hashlib.sha256(path.read_bytes()).hexdigest() for path in _common_files()]
    decides = json.dumps([content, versions.package_versions()])
    return hashlib.sha256(decides.encode()).hexdigest()[:16]


def _data(code: str) -> list[str]:
    """Return hashes of gankit's data: of files that ``code``, or no code at all, calls by name."""
    library = "\n".join(piece.source for piece in _library())
    files = sorted((Path(gankit.__file__).parent / "data").glob("*.npz"))
    used = (path for path in files if path.name in code or path.name not in library)
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in used]
