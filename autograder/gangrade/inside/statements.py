"""What a statement of a cell is, and what names it would bind.

A statement is what begins at the left margin: a whole ``if`` or ``with`` with all that is in it.
Of an ``import`` each name is a statement of its own, since the others do not depend on it.
"""

from __future__ import annotations

import ast
import dis
import sys
import types
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping
from typing import Any


def parts(nodes: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Give statements, with an import of several names as several imports.

    >>> [ast.unparse(node) for node in parts(ast.parse("import a, b as c; x = y = 1").body)]
    ['import a', 'import b as c', 'x = y = 1']
    """
    for node in nodes:
        if not isinstance(node, ast.Import | ast.ImportFrom) or len(node.names) == 1:
            yield node
            continue
        for alias in node.names:
            if isinstance(node, ast.Import):
                part: ast.stmt = ast.Import([alias])
            else:
                part = ast.ImportFrom(node.module, [alias], node.level)
            yield ast.copy_location(part, node)


_BINDING = {f"{verb}_{scope}" for verb in ("STORE", "DELETE") for scope in ("NAME", "GLOBAL")}
_COMPREHENSIONS = {"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"}


def bound(code: types.CodeType) -> set[str]:
    """Return the names of the notebook that compiled statements bind or delete.

    What functions and classes bind in themselves is not among them.

    >>> sorted(bound(compile("for i in a:\\n  with b as c:\\n    d += (e := 1)", "", "exec")))
    ['c', 'd', 'e', 'i']
    """
    names = {step.argval for step in dis.get_instructions(code) if step.opname in _BINDING}
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType) and constant.co_name in _COMPREHENSIONS:
            names |= bound(constant)  # what := binds there
    return names


def unset(space: MutableMapping[str, Any], names: Collection[str], node: ast.stmt) -> list[str]:
    """Take names out of ``space`` that a failed statement would have bound; return them.

    ``import a.b`` binds a. Where a is there already, it is what would have been bound.
    """
    if isinstance(node, ast.Import) and not node.names[0].asname:
        root = node.names[0].name.partition(".")[0]
        if root in space and space[root] is sys.modules.get(root):
            names = [name for name in names if name != root]
    for name in names:
        space.pop(name, None)
    return sorted(names)


def imported(space: MutableMapping[str, Any], node: ast.stmt) -> set[str]:
    """Return the names that an import has bound in ``space`` to what has attributes or is called.

    >>> imported({"pi": 3.1, "sin": abs}, ast.parse("from math import pi, sin").body[0])
    {'sin'}
    """
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return set()
    found = {name: space[name] for name in _imported_names(node) if name in space}
    return {
        n for n, value in found.items() if callable(value) or isinstance(value, types.ModuleType)
    }


_BLOCKS = (ast.If, ast.With, ast.AsyncWith, ast.Try, ast.ExceptHandler, ast.For, ast.While)


def imports_beside(node: ast.stmt, line: int) -> list[ast.stmt]:
    """Return the imports of the block of a statement in which one of them stands in this line.

    >>> node = ast.parse("if x:\\n  import a\\n  import b, c\\nelse:\\n  import d").body[0]
    >>> [ast.unparse(part) for part in imports_beside(node, 3)]
    ['import a', 'import b', 'import c']
    """
    blocks = [
        getattr(inner, field, [])
        for inner in ast.walk(node)
        if isinstance(inner, _BLOCKS)
        for field in ("body", "orelse", "finalbody")
    ]
    for block in blocks:
        imports = [part for part in block if isinstance(part, ast.Import | ast.ImportFrom)]
        if any(part.lineno <= line <= (part.end_lineno or 0) for part in imports):
            return list(parts(imports))
    return []


def passed_over(space: Mapping[str, Any], node: ast.stmt) -> list[ast.stmt]:
    """Return the imports of a statement that has run which have bound nothing.

    That is if it copes with one above them that failed.

    >>> node = ast.parse("try:\\n  import a\\n  import b, c\\nexcept ImportError: pass").body[0]
    >>> [ast.unparse(part) for part in passed_over({"b": 1}, node)]
    ['import a', 'import c']
    """
    if not isinstance(node, ast.Try | ast.With):
        return []
    imports = [part for part in node.body if isinstance(part, ast.Import | ast.ImportFrom)]
    return [part for part in parts(imports) if space.keys().isdisjoint(_imported_names(part))]


def _imported_names(node: ast.stmt) -> set[str]:
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return set()
    return {alias.asname or alias.name.partition(".")[0] for alias in node.names}


class Without(ast.NodeTransformer):
    """Leaves out what stands around code and takes a name that is absent.

    That is decorators, type hints, base classes beside others, what ``with`` enters without a name
    for it, and what arguments are by default: None then.

    >>> tree = ast.parse("@njit\\ndef f(x: Float, y: int) -> Float: return x")
    >>> ast.unparse(Without(lambda name: name in {"njit", "Float"}).visit(tree))
    'def f(x, y: int):\\n    return x'
    """

    def __init__(self, absent: Callable[[str], bool]):
        """Take what says whether a name is absent."""
        self._absent = absent

    def _there(self, node: ast.expr | None) -> bool:
        return node is not None and not any(
            isinstance(inner, ast.Name) and self._absent(inner.id) for inner in ast.walk(node)
        )

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        """Leave out decorators and the hint of what comes back."""
        node.decorator_list = [*filter(self._there, node.decorator_list)]
        node.returns = node.returns if self._there(node.returns) else None
        return self.generic_visit(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        """Leave out the same."""
        return self.visit_FunctionDef(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        """Leave out decorators, and base classes if there are others."""
        node.decorator_list = [*filter(self._there, node.decorator_list)]
        node.bases = [*filter(self._there, node.bases)] or node.bases
        return self.generic_visit(node)

    def visit_With(self, node: ast.With | ast.AsyncWith) -> ast.AST:
        """Leave out what is entered, but for what gets a name."""
        node.items = [i for i in node.items if i.optional_vars or self._there(i.context_expr)]
        self.generic_visit(node)
        if node.items:
            return node
        always = ast.copy_location(ast.Constant(True), node)
        return ast.copy_location(ast.If(always, node.body, []), node)

    def visit_AsyncWith(self, node: ast.AsyncWith) -> ast.AST:
        """Leave out the same."""
        return self.visit_With(node)

    def visit_arguments(self, node: ast.arguments) -> ast.AST:
        """Let what would be something absent be None by default."""
        node.defaults = [self._or_none(value) for value in node.defaults]
        node.kw_defaults = [value and self._or_none(value) for value in node.kw_defaults]
        return self.generic_visit(node)

    def _or_none(self, node: ast.expr) -> ast.expr:
        return node if self._there(node) else ast.copy_location(ast.Constant(None), node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        """Leave out a hint."""
        node.annotation = node.annotation if self._there(node.annotation) else None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        """Leave out a hint, which has to be something."""
        node.annotation = self._or_none(node.annotation)
        return self.generic_visit(node)


def expects_no_module(node: ast.stmt | None, line: int) -> bool:
    """Return whether a statement itself looks after an import that fails in this line of it."""
    return any(
        isinstance(inner, ast.Try)
        and inner.body[0].lineno <= line <= (inner.body[-1].end_lineno or 0)
        and any(_catches(handler.type) for handler in inner.handlers)
        for inner in (ast.walk(node) if node else ())
    )


def _catches(kind: ast.expr | None) -> bool:
    if isinstance(kind, ast.Tuple):
        return any(map(_catches, kind.elts))
    names = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}
    return kind is None or (isinstance(kind, ast.Name) and kind.id in names)
