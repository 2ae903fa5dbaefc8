"""More than three arguments go by name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import gangrade
import gankit

FILES = sorted(
    p for package in (gangrade, gankit) for p in Path(package.__file__).parent.rglob("*.py")
)
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
OURS = {
    node.name
    for tree in TREES.values()
    for node in ast.walk(tree)
    if isinstance(node, ast.FunctionDef | ast.ClassDef)
} | {"cls"}
OURS -= {"submit"}  # the way of executors: a function and its arguments
MOST = 3


def calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """Give the calls of what is ours, with its name."""
    others = {
        alias.asname or alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        and not str(getattr(node, "module", "")).startswith(("gangrade", "gankit"))
        for alias in node.names
        if not alias.name.startswith(("gangrade", "gankit"))
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        path = ast.unparse(node.func).split(".")
        if path[-1] in OURS and path[0] not in others:
            yield node, path[-1]


def test_more_than_three_arguments_go_by_name() -> None:
    wrong = [
        f"{path.name}, line {call.lineno}: {name} has {len(call.args)} by place"
        for path, tree in TREES.items()
        for call, name in calls(tree)
        if len(call.args) > MOST
    ]
    assert not wrong, "\n".join(wrong)
