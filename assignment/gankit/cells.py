"""Which cells of a notebook the grader skips, and which answers are in such a cell by mistake."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

SKIP_LINE = "# not graded"
"""A cell that begins with this line is skipped."""
SKIP_TAG = "otter_ignore"
"""So is one with this tag."""

_SKIP = re.compile(r"\s*#+\s*not[ _-]graded[\s.:!]*(?:\n|$)", re.IGNORECASE)
_DEFINED = re.compile(
    r"^[\ufeff\u200b]?(?:(?:async\s+)?(?:def|class)\s+(\w+)|(\w+)\s*(?::[^=\n]*)?=(?!=))",
    re.MULTILINE,
)


_IMPORTED = re.compile(
    r"^[\ufeff\u200b]?(?:from\s+[\w.]+\s+)?import\b\s*(\([^)]{0,500}|[^\n#;(]{0,500})", re.MULTILINE
)


def why_skipped(cell: Mapping[str, Any]) -> str:
    """Return what makes the grader skip a code cell, ``SKIP_TAG`` or ``SKIP_LINE``; else nothing.

    ``cell`` is as in the notebook's file: whatever it holds, nothing is raised.

    >>> why_skipped({"cell_type": "code", "source": ["# not graded\\n", "train()"]})
    '# not graded'
    """
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, Mapping) else {}
    tags, otter = metadata.get("tags"), metadata.get("otter")
    if isinstance(tags, list) and SKIP_TAG in tags:
        return SKIP_TAG
    if isinstance(otter, Mapping) and otter.get("ignore"):
        return SKIP_TAG
    return SKIP_LINE if _SKIP.match(source_of(cell)) else ""


def defined_names(source: str) -> set[str]:
    """Return the names that the lines of a cell define or import.

    Not by parsing: on hostile code Python's parser takes seconds and hundreds of megabytes.

    >>> sorted(defined_names("def f():\\n    y = 1\\nx = f()"))
    ['f', 'x']
    >>> sorted(defined_names("import a.b, c.d as e  # f\\nfrom g import (\\n  h,  i as j,\\n)"))
    ['a', 'e', 'h', 'j']
    """
    found = {name for names in _DEFINED.findall(source) for name in names if name}
    for names in _IMPORTED.findall(source):
        for alias in re.sub(r"#.*|[()\\]", "", names).split(","):
            given, _, other = alias.partition(" as ")
            found.add(other.strip() or given.strip().partition(".")[0])
    return {name for name in found if name.isidentifier()}


def hidden_answers(cells: Iterable[Mapping[str, Any]], names: Collection[str]) -> dict[str, int]:
    """Return those of ``names`` that only skipped cells define, with the number of the cell.

    ``cells`` are all cells of a notebook's file; the first has the number 1.
    """
    skipped: dict[str, int] = {}
    graded: set[str] = set()
    for number, cell in enumerate(cells, 1):
        if cell.get("cell_type") == "code":
            found = defined_names(source_of(cell)) & set(names)
            if why_skipped(cell):
                skipped.update(dict.fromkeys(found, number))
            else:
                graded |= found
    return {name: number for name, number in skipped.items() if name not in graded}


def source_of(cell: Mapping[str, Any]) -> str:
    """Return the text of a cell; nothing where it is not text."""
    lines = cell.get("source")
    if isinstance(lines, list):
        return "".join(line for line in lines if isinstance(line, str))
    return lines if isinstance(lines, str) else ""
