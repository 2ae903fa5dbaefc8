"""Find submissions and read their code cells.

The files come from strangers: nothing in them is executed or unpickled, nothing is unpacked to
disk, and every size is bounded before the memory for it is taken.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from gankit.cells import source_of, why_skipped
from nbformat import NotebookNode
from nbformat.v4.convert import upgrade_cell

from gangrade.intake.find import (
    ADVICE,
    JSON_TEXT,
    MAX_FILE,
    CannotOpen,
    Source,
    Unreadable,
    is_notebook,
    kind_of,
    names_in_zip,
    open_file,
    refuse_damaged_zip,
    too_large,
)
from gangrade.intake.structure import structure
from gangrade.syntax import parse

MAX_VALUES = 2_000_000
"""Values in a notebook's JSON: so many lines of output. With the objects and the depth they bound
the memory that parsing takes."""
MAX_OBJECTS = 500_000
MAX_DEPTH = 200
"""Lists and objects within each other; notebooks have about ten."""
MAX_ALL_CELLS = 10_000
"""Cells of any kind."""
MAX_CODE = 2**20
"""Characters of all code cells together; an honest notebook has a few ten thousand."""
MAX_CELLS = 1000
"""Code cells; each costs the grader time even if it does nothing."""
MAX_SHOWN = 4000
"""Characters of the code that a page shows of a question."""
MAX_SKIPPED = 20_000
"""Characters of a cell that is not run, whose names only explain what is missing."""
_GRADER = re.compile(r"^grader = gankit\.Grader\(['\"](\w{1,60})\.ipynb['\"]", re.MULTILINE)
_CHECK = re.compile(r"^grader\.check\(['\"](\w{1,60})['\"]\)", re.MULTILINE)


class OtherPart(Unreadable):
    """It is the notebook of another part."""


@dataclass(frozen=True)
class Cell:
    """A code cell."""

    number: int
    """Its place among all cells of the notebook; the first is 1."""
    source: str
    skipped: str = ""
    """What makes the grader skip it, if it does: see ``gankit.cells``."""


@dataclass(frozen=True)
class Submission:
    """The code of one notebook."""

    name: str
    cells: tuple[Cell, ...]
    skipped: tuple[Cell, ...] = ()
    """Those that are not run. They explain what is missing, and decide nothing."""


def read(source: Source, part: str, questions: Collection[str]) -> Submission:
    """Return the code cells of a submission to ``part``, which has these ``questions``.

    Empty cells are left out; outputs are not read.

    Raises ``Unreadable`` with a message for the student.
    """
    cells = read_cells(source, part, questions)
    return Submission(source.name, code_cells(cells), _skipped(cells))


def code_cells(cells: Iterable[Any]) -> tuple[Cell, ...]:
    """Return those of a submission's cells that are graded.

    Raises ``Unreadable`` with a message for the student.
    """
    code = tuple(
        Cell(number, text)
        for number, cell in enumerate(cells, 1)
        if _is_code(cell)
        and not why_skipped(_dict(cell))
        and (text := cell_source(cell, number)).strip()
    )
    if len(code) > MAX_CELLS:
        raise Unreadable(
            f"The notebook holds {len(code)} code cells; at most {MAX_CELLS} are run. {ADVICE}"
        )
    if sum(len(cell.source) for cell in code) > MAX_CODE:
        raise Unreadable(
            f"The notebook holds more than {MAX_CODE >> 20} MB of code. "
            "Remove data that was pasted into code cells, then submit again."
        )
    return code


def _skipped(cells: Iterable[Any]) -> tuple[Cell, ...]:
    """Return the code cells that are not graded; of those that are too long, only the begin."""
    return tuple(
        Cell(number, text[:MAX_SKIPPED], why)
        for number, cell in enumerate(cells, 1)
        if _is_code(cell) and (why := why_skipped(_dict(cell))) and (text := source_of(_dict(cell)))
    )[:MAX_CELLS]


def read_cells(source: Source, part: str, questions: Collection[str]) -> list[Any]:
    """Return all cells of a submission as they are in the file: data from a stranger.

    Raises ``Unreadable`` as ``read``.
    """
    if source.refusal:
        raise (CannotOpen if source.passing else Unreadable)(source.refusal)
    members = source.members
    if (members[-1] if members else source.path.name).lower().endswith(".zip"):
        notebooks = [n for n in names_in_zip(source.path, members) if is_notebook(n)]
        if len(notebooks) != 1:
            contents = "several notebooks" if notebooks else "no notebook (.ipynb)"
            raise Unreadable(f"The zip holds {contents}. {ADVICE}")
        members = (*members, *notebooks)
    with refuse_damaged_zip(), open_file(source.path, members) as file:
        data = file.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise Unreadable(too_large("The file", f"{MAX_FILE >> 20} MB"))

    notebook = _parsed(data)
    del data
    cells = _cells(notebook)
    if len(cells) > MAX_ALL_CELLS:
        raise Unreadable(
            f"The notebook holds {len(cells)} cells; at most {MAX_ALL_CELLS} are read. "
            "Remove those that are empty, and submit again."
        )
    if "worksheets" in notebook:
        cells = [_upgraded(cell, number) for number, cell in enumerate(cells, 1)]
    notebook["cells"] = cells
    _check_part(notebook, part, questions)
    return cells


def code_of(cells: Iterable[Cell], names: Collection[str]) -> str:
    """Return the code that defines these names at the end, for people to read.

    Of a cell that cannot be read as Python, all of it counts where it seems to define one.
    """
    found: dict[str, str] = {}
    for cell in cells:
        for name, source in _definitions(cell.source, names):
            found[name] = f"# cell {cell.number}\n{source}"
    text = "\n\n".join(dict.fromkeys(found[name] for name in names if name in found))
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}\n# […]"


def _definitions(source: str, names: Collection[str]) -> Iterator[tuple[str, str]]:
    try:
        body = parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        for name in names:
            if re.search(rf"^(def|class)\s+{re.escape(name)}\b", source, re.MULTILINE):
                yield name, source
        return
    lines = source.splitlines()
    for node in body:
        bound: list[str] = []
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            bound = [node.name]
        elif isinstance(node, ast.Assign):
            bound = [target.id for target in node.targets if isinstance(target, ast.Name)]
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        for name in {*bound} & {*names}:
            yield name, "\n".join(lines[first - 1 : node.end_lineno])


def code_hash(cells: Iterable[Cell]) -> str:
    """Return the SHA-256 of all that code can know of itself, in hexadecimal.

    Comments, layout and the cells' numbers count too: code can read them. Otherwise they could
    tell it what an earlier submission with the same hash has met.
    """
    content = [(cell.number, cell.source) for cell in cells]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _parsed(data: bytes) -> dict[str, Any]:
    """Return the JSON object in a file."""
    if not data.strip():
        raise Unreadable(f"The file is empty. {ADVICE}")
    kind = kind_of(data)
    if kind and kind != JSON_TEXT:
        raise Unreadable(f"This is not a notebook but {kind}. {ADVICE}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"This is not a notebook: its text is not UTF-8, as a notebook's always is. {ADVICE}"
        ) from error
    if kind is None:
        raise Unreadable(f"This is not a notebook but plain text. {ADVICE}")
    size = structure(data)
    del data
    if size.depth > MAX_DEPTH:
        raise Unreadable(
            f"The notebook is damaged: its JSON is nested too deeply to be read. {ADVICE}"
        )
    if size.values > MAX_VALUES or size.objects > MAX_OBJECTS:
        raise Unreadable(too_large("The notebook's output", "can be read"))
    try:
        # int() refuses thousands of digits; such a number in some output does no harm.
        notebook = json.loads(text, parse_int=lambda digits: int(digits[:20]))
    except json.JSONDecodeError as error:
        raise Unreadable(
            f"The notebook is damaged: its JSON breaks at line {error.lineno} ({error.msg}). "
            "Open it in Jupyter to see whether it still works, save it, and submit again."
        ) from error
    if not isinstance(notebook, dict):
        raise Unreadable(f"This is not a notebook but other JSON. {ADVICE}")
    return notebook


def _cells(notebook: dict[str, Any]) -> list[Any]:
    """Return the cells of a notebook; before format 4 they lie in worksheets."""
    cells = notebook.get("cells")
    if "worksheets" in notebook:
        sheets = notebook["worksheets"]
        if not isinstance(sheets, list):
            raise Unreadable(
                "The notebook has a format from before 2015 and cannot be converted. "
                "Open it in Jupyter, save it, and submit again."
            )
        lists = [_dict(sheet).get("cells") for sheet in sheets]
        cells = [cell for cells in lists if isinstance(cells, list) for cell in cells]
    if not isinstance(cells, list):
        raise Unreadable(f"This is not a notebook: it is JSON without a list of cells. {ADVICE}")
    return cells


def _upgraded(cell: Any, number: int) -> dict[str, Any]:
    """Return a cell as format 4 has it, of what the text of a cell needs and nothing else."""
    old = _dict(cell)
    kind = old.get("cell_type")
    level = old.get("level")
    node = NotebookNode(  # type: ignore[no-untyped-call]
        cell_type=kind,
        input=cell_source({"source": old.get("input")}, number),
        source=cell_source(old, number),
        metadata=_dict(old.get("metadata")),
        outputs=[],
        level=level if level in range(1, 7) else 1,
    )
    if kind == "code":
        node.pop("source")
    return dict(upgrade_cell(node))  # type: ignore[no-untyped-call]


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _otter(notebook_or_cell: dict[str, Any]) -> dict[str, Any]:
    return _dict(_dict(notebook_or_cell.get("metadata")).get("otter"))


def _check_part(notebook: dict[str, Any], part: str, questions: Collection[str]) -> None:
    """Refuse a notebook of another part; one that does not say of which is taken as it is.

    It says so by otter's metadata, or, where a service has not kept these, by what it checks. Who
    has gone on in another part's notebook, and checks there what this part asks, is right too.
    """
    cells = [_dict(cell) for cell in notebook["cells"]]
    code = "\n".join(source_of(cell) for cell in cells if _is_code(cell))[:MAX_CODE]
    asked = {*_dict(_otter(notebook).get("tests")), *_CHECK.findall(code)}
    for cell in cells:
        tests = _otter(cell).get("tests")
        if isinstance(tests, list):
            asked |= {name for name in tests if isinstance(name, str)}
    own = asked & set(questions)
    name = _otter(notebook).get("assignment_name")
    if name == part or (own and not isinstance(name, str)) or 2 * len(own) > len(asked - own):
        return
    if isinstance(name, str) or asked:
        names = [name, *_GRADER.findall(code)]
        title = next((text for text in names if isinstance(text, str) and text != part), "")
        title = "".join(filter(str.isprintable, title[:60]))
        what = f'"{title}", not "{part}"' if title else f'it has no question of "{part}"'
        raise OtherPart(f"This is the notebook of another part: {what}. Submit the right notebook.")


def _is_code(cell: Any) -> bool:
    """Whether a cell holds code; some lack a type."""
    cell = _dict(cell)
    has_outputs = "outputs" in cell or "execution_count" in cell
    return bool(cell.get("cell_type", "code" if has_outputs else None) == "code")


def cell_source(cell: dict[str, Any], number: int) -> str:
    """Return the text of the cell with this number.

    Raises ``Unreadable`` if it has something else.
    """
    lines = cell.get("source") or ""
    if isinstance(lines, list) and all(isinstance(line, str) for line in lines):
        lines = "".join(lines)
    if not isinstance(lines, str):
        raise Unreadable(
            f"The notebook is damaged: the source of cell {number} is not text. {ADVICE}"
        )
    # JSON can spell half a character (a lone surrogate), which no UTF-8 file can hold.
    return lines.encode(errors="replace").decode()
