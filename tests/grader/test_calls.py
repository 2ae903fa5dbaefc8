"""More than three arguments go by name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import gangrade
import gankit

PACKAGES = [Path(package.__file__).parent for package in (gangrade, gankit)]
TREES = {
    path: ast.parse(path.read_text(encoding="utf-8"))
    for package in PACKAGES
    for path in sorted(package.rglob("*.py"))
}
MOST = 3


def defined(nodes: list[ast.stmt]) -> set[str]:
    """Return the functions without ``*args``, and the classes, that these statements define."""
    return {
        node.name
        for node in nodes
        if isinstance(node, ast.ClassDef)
        or (isinstance(node, ast.FunctionDef) and node.args.vararg is None)
    }


OURS = {name for tree in TREES.values() for name in defined(tree.body)}
METHODS = {
    name
    for tree in TREES.values()
    for node in ast.walk(tree)
    if isinstance(node, ast.ClassDef)
    for name in defined(node.body)
}


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    """Give the calls of what is ours, as far as the text tells."""
    ours, others = defined(tree.body) | {"cls"}, set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                origin = (node.module if isinstance(node, ast.ImportFrom) else None) or alias.name
                name = alias.asname or alias.name.split(".")[0]
                (ours if origin.startswith(("gangrade", "gankit")) else others).add(name)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            path = ast.unparse(node.func).split(".")
            if len(path) == 1:
                known = path[0] in ours and path[0] in OURS | {"cls"}
            else:
                known = path[0] not in others and path[-1] in OURS | METHODS
            if known:
                yield node


def test_more_than_three_arguments_go_by_name() -> None:
    found = [(path, call) for path, tree in TREES.items() for call in calls(tree)]
    assert len(found) > 1000
    wrong = [
        f"{path.name}, line {call.lineno}: {ast.unparse(call.func)}"
        for path, call in found
        if len(call.args) > MOST
    ]
    assert not wrong, "\n".join(wrong)
