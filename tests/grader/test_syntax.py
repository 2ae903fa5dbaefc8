"""Code is read in many threads at a time: where mutants, answers and cases are graded."""

from __future__ import annotations

import ast
import gc
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import gangrade
import pytest
from gangrade.syntax import parse

THREADED = ("intake", "corpus", "grading", "results", "verdicts", "part", "subjects")
"""Packages whose functions run in several threads of one process."""
CODE = "def f(a):\n    return [a, (a, {a: [a, a + a * (a - a)]})]\n" * 40


class Cycle:
    """Whoever collects it runs Python code, in the midst of making a tree."""

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        for _ in range(20):
            pass


@pytest.fixture
def busy() -> Iterator[None]:
    """Threads take turns, and rubbish is collected, as often as may be."""
    interval, thresholds = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(1e-6)
    gc.set_threshold(50)
    yield
    sys.setswitchinterval(interval)
    gc.set_threshold(*thresholds)


@pytest.mark.usefixtures("busy")
def test_trees_are_made_in_several_threads() -> None:
    def lengths(_: int) -> set[int]:
        return {len(parse(CODE).body) for _ in range(15) if [Cycle() for _ in range(100)]}

    with ThreadPoolExecutor(6) as pool:
        assert [*pool.map(lengths, range(12))] == [{40}] * 12


@pytest.mark.parametrize("package", THREADED)
def test_no_other_tree_is_made_there(package: str) -> None:
    """One that takes no turn would disturb the others."""
    for path in sorted((Path(gangrade.__file__).parent / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ("parse", "literal_eval"):
                assert ast.unparse(node) not in ("ast.parse", "ast.literal_eval"), path
