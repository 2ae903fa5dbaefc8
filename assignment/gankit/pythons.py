"""What a notebook uses that the grader's Python does not have yet, said while it is written."""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from typing import Any

NEWER = {
    "3.12": (
        *("itertools.batched", "math.sumprod", "random.binomialvariate", "typing.override"),
        *("typing.TypeAliasType", "collections.abc.Buffer", "calendar.Month", "calendar.Day"),
    ),
    "3.13": ("copy.replace", "math.fma", "statistics.kde", "typing.ReadOnly", "typing.TypeIs"),
    "3.14": ("uuid.uuid6", "uuid.uuid7", "uuid.uuid8", "heapq.heappush_max"),
}
"""Names of Python's own library by the version that has them first: the commonest, not all."""


def grader_python(version: str) -> None:
    """Say what the grader's Python is, if the one here is newer, and watch the cells from now on.

    Args:
        version: such as ``"3.11"``.
    """
    if sys.version_info[:2] <= _numbers(version):
        return
    here = ".".join(map(str, sys.version_info[:2]))
    print(
        f"You have Python {here}, and the grader has {version}. It stops at what is newer, such as "
        'f"{d["a"]}" or def f[T](x). When a cell uses such a thing, this notebook says so.'
    )
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is not None:

        def look(info: Any) -> None:
            for line, what in too_new(shell.transform_cell(info.raw_cell), version):
                print(f"Line {line}: the grader has Python {version}, which lacks {what}.")

        shell.events.register("pre_run_cell", look)


def too_new(source: str, version: str) -> list[tuple[int, str]]:
    """Return the lines of code, and what in them a Python of this version lacks.

    Code that the Python here does not understand gives nothing: that it says itself.

    >>> too_new("from itertools import batched", "3.11")
    [(1, 'itertools.batched')]
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    found = [*_new_syntax(tree), *_new_names(tree)]
    if sys.version_info >= (3, 12):
        found += (("3.12", *place) for place in _new_f_strings(source))
    return sorted(
        {(line, what) for since, line, what in found if _numbers(since) > _numbers(version)}
    )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _new_syntax(tree: ast.AST) -> Iterator[tuple[str, int, str]]:
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        parameters = getattr(node, "type_params", None)
        if type(node).__name__ == "TypeAlias":
            yield "3.12", line, "the statement “type …”"
        elif parameters:
            yield "3.12", line, "the [] behind the name of a function or class"
        if parameters and any(getattr(one, "default_value", None) for one in parameters):
            yield "3.13", line, "a default in these []"
        if type(node).__name__ == "TemplateStr":
            yield "3.14", line, "t-strings"


def _new_names(tree: ast.AST) -> Iterator[tuple[str, int, str]]:
    versions = {name: version for version, names in NEWER.items() for name in names}
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Attribute):
            names = [ast.unparse(node)] if isinstance(node.value, ast.Name | ast.Attribute) else []
        for name in names:
            if name in versions:
                yield versions[name], getattr(node, "lineno", 0), name


_QUOTES = re.compile(r"""^[a-zA-Z]*('{3}|"{3}|'|")""")


def _new_f_strings(source: str) -> Iterator[tuple[int, str]]:
    """Give what Python 3.12 brought for the braces of f-strings, by its tokens of their parts."""
    open_quotes: list[str] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            kind = tokenize.tok_name[token.type]
            if kind in ("FSTRING_END", "TSTRING_END"):
                open_quotes.pop()
                continue
            if kind not in ("FSTRING_MIDDLE", "TSTRING_MIDDLE"):
                for quote in open_quotes:
                    if kind in ("STRING", "FSTRING_START") and quote in token.string:
                        yield token.start[0], "f-strings with the same quotes inside of their {}"
                    elif kind == "STRING" and "\\" in token.string:
                        yield token.start[0], "f-strings with a backslash inside of their {}"
                    elif kind == "COMMENT" or (kind == "NL" and len(quote) == 1):
                        yield token.start[0], "f-strings with a line break or # inside of their {}"
            if kind in ("FSTRING_START", "TSTRING_START") and (
                begin := _QUOTES.match(token.string)
            ):
                open_quotes.append(begin[1])
    except (tokenize.TokenError, IndentationError, IndexError):
        return
